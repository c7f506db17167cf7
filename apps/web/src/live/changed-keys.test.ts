import type { Change } from "@windlass/contracts/live";
import { describe, expect, it } from "vitest";
import { isOutdated, liveRoots } from "./changed-keys.js";

const deploymentChange: Change = { entity: "deployment", id: "d1", stageId: "s1", serviceId: "v1" };
const stage = (id: string, name: string) => ({ queryKey: ["stages", "shop", name], data: { id } });
const cached = [stage("s1", "dev"), stage("s2", "prod")];
const outdated = (queryKey: unknown[], data: unknown = {}, change = deploymentChange) => isOutdated({ queryKey, data }, [change], cached);

describe("what a change makes out of date", () => {
  it("is the lists that show the entity", () => {
    expect(outdated(["home"])).toBe(true);
    expect(outdated(["queue"])).toBe(true);
    expect(outdated(["services", "shop"])).toBe(true);
    expect(outdated(["tokens"])).toBe(false);
    expect(outdated(["metrics", "shop", "dev", "1h"])).toBe(false);
    expect(outdated(["me"])).toBe(false);
  });

  it("is the deployment, its parts, and the pages of the same stage", () => {
    expect(outdated(["deployments", "d1", "plan"])).toBe(true);
    expect(outdated(["deployments", "d2", "plan"])).toBe(false);
    expect(outdated(["deployments", "shop", "dev", 2], { stageId: "s1" })).toBe(true);
    expect(outdated(["deployments", "shop", "prod", 2], { stageId: "s2" })).toBe(false);
  });

  it("is everything of the stage, and nothing of another one", () => {
    expect(outdated(["stages", "shop", "dev"])).toBe(true);
    expect(outdated(["stages", "shop", "dev", "deployments"])).toBe(true);
    expect(outdated(["stages", "shop", "prod", "deployments"])).toBe(false);
    expect(outdated(["stages", "shop", "dev"], {}, { entity: "stage", id: "s1", stageId: null, serviceId: null })).toBe(true);
  });

  it("is what is being read at this moment, since the answer may be older", () => {
    expect(isOutdated({ queryKey: ["stages", "shop", "new"], data: undefined }, [deploymentChange], cached)).toBe(true);
    expect(isOutdated({ queryKey: ["deployments", "shop", "dev", 9], data: undefined }, [deploymentChange], cached)).toBe(true);
  });

  it("covers every list that is live", () => {
    expect(liveRoots).toEqual(expect.arrayContaining(["home", "queue", "services", "stages", "deployments", "accounts", "deliveries"]));
  });
});

import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { requestRemoval } from "@windlass/operations/deployment/request-removal";
import { requestRollback } from "@windlass/operations/deployment/request-rollback";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { sampleService } from "../testing/sample-service.js";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld({
    databaseUrl: inject("databaseUrl"),
    redisUrl: inject("redisUrl"),
    sandboxUrl: inject("sandboxUrl"),
    redisDatabase: 11,
  });
  await world.startWorker();
});
afterAll(() => world.close());

const deploy = async (service: string, ref?: string) => {
  const { id } = await requestDeployment(world.context, { stage: { service, stage: "dev" }, ...(ref === undefined ? {} : { ref }) });
  return world.waitForEnd(id);
};

describe("a service's life", () => {
  it("is deployed, changed, rolled back and removed, and answers what was deployed last", async () => {
    const { name, repository } = await world.addService(sampleService("v1"));
    const stage = { service: name, stage: "dev" };

    const first = await deploy(name);
    expect(first).toMatchObject({ state: "succeeded", error: null, release: 1, planCounts: { changed: 0, replaced: 0, removed: 0 } });
    expect(first.steps.map((step) => `${step.name} ${step.state}`)).toEqual([
      "checkout succeeded",
      "build skipped",
      "compile succeeded",
      "check succeeded",
      "publish succeeded",
      "plan succeeded",
      "apply succeeded",
      "verify succeeded",
      "finish succeeded",
    ]);
    expect(await world.call(first.endpoints[0]?.url, "/hello")).toBe("v1");
    const events = await world.events(first);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter((event) => event.kind === "state").map((event) => event.payload.to)).toEqual([
      "queued",
      "preparing",
      "planning",
      "deploying",
      "verifying",
      "succeeded",
    ]);
    expect(events.some((event) => event.kind === "stack" && event.payload.logicalId === "HelloLambdaFunction")).toBe(true);

    await repository.commit("v2", sampleService("v2"));
    const second = await deploy(name);
    expect(second).toMatchObject({ state: "succeeded", commit: { message: "v2", author: "Ada" } });
    expect(await world.call(second.endpoints[0]?.url, "/hello")).toBe("v2");

    const unchanged = await deploy(name);
    expect(unchanged).toMatchObject({ state: "succeeded", planCounts: { added: 0, changed: 0, replaced: 0, removed: 0 } });
    expect(unchanged.steps.find((step) => step.name === "apply")?.state).toBe("skipped");

    const back = await world.waitForEnd((await requestRollback(world.context, { stage, to: 1 })).id);
    expect(back).toMatchObject({ kind: "rollback", state: "succeeded", release: 1 });
    expect(await world.call(back.endpoints[0]?.url, "/hello")).toBe("v1");

    const removed = await world.waitForEnd((await requestRemoval(world.context, { stage, confirm: "dev" })).id);
    expect(removed).toMatchObject({ kind: "remove", state: "succeeded", error: null });
    expect((await world.db.prisma.stage.findFirstOrThrow({ where: { service: { name } } })).status).toBe("removed");
    expect(await deploy(name)).toMatchObject({ state: "succeeded" });
  });
});

import { expect, it } from "vitest";
import { mapParallel } from "./map-parallel.js";
import { openCredentials } from "./credentials.js";
import { openSession } from "./session.js";
import { isStackStatus, phaseOf, stackStatuses } from "./stacks/stack-status.js";

it("takes the sandbox's account from its key", async () => {
  const credentials = openCredentials({ kind: "sandbox", endpointUrl: "http://127.0.0.1:1", accessKeyId: "000000000000" }, "us-east-1");
  expect(await credentials.provide()).toMatchObject({ accessKeyId: "000000000000" });
  expect(credentials.renew()).toBe(false);
});

it("silences the SDK's warning about Node 20 and no other", () => {
  const session = openSession({ kind: "sandbox", endpointUrl: "http://127.0.0.1:1", accessKeyId: "000000000000" }, "us-east-1");
  const warnings: unknown[] = [];
  const listen = (warning: unknown): number => warnings.push(warning);
  process.on("warning", listen);
  expect(session.cloudFormation).toBe(session.cloudFormation);
  process.off("warning", listen);
  session.close();
  expect(warnings).toEqual([]);
  expect(process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"]).toBe("true");
  expect(process.env["NODE_NO_WARNINGS"]).toBeUndefined();
});

it("knows each status, and is careful with one that AWS adds", () => {
  expect(Object.keys(stackStatuses)).toHaveLength(23);
  expect(isStackStatus("toString")).toBe(false);
  expect(phaseOf("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")).toBe("in_progress");
  expect(phaseOf("REVIEW_IN_PROGRESS")).toBe("absent");
  expect(phaseOf("DELETE_FAILED")).toBe("failed");
  expect(phaseOf("TELEPORT_IN_PROGRESS")).toBe("in_progress");
  expect(phaseOf("TELEPORTED")).toBe("failed");
});

it("runs so many at once, in order, and begins none after a failure", async () => {
  let now = 0;
  let most = 0;
  const started: number[] = [];
  const work = async (item: number): Promise<number> => {
    started.push(item);
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, 5));
    now -= 1;
    if (item === 7) throw new Error("seven");
    return item * 2;
  };
  expect(await mapParallel([1, 2, 3, 4, 5], 2, work)).toEqual([2, 4, 6, 8, 10]);
  expect(most).toBe(2);
  await expect(mapParallel([7, 8, 9, 10], 2, work)).rejects.toThrow("seven");
  expect(started).not.toContain(10);
});

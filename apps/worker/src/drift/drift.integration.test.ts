import { tamperFunction } from "@windlass/aws/testing/tamper-function";
import { zip } from "@windlass/aws/testing/zip";
import type { DriftCheck } from "@windlass/contracts/drift";
import type { Deployment } from "@windlass/contracts/deployment";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { acceptDrift, revokeDrift } from "@windlass/operations/drift/accept-drift";
import { readDriftCheck } from "@windlass/operations/drift/list-drift-checks";
import { readStageDrift } from "@windlass/operations/drift/read-stage-drift";
import { requestDriftCheck } from "@windlass/operations/drift/request-drift-check";
import { requestReapply } from "@windlass/operations/drift/request-reapply";
import { updateStage } from "@windlass/operations/stage/update-stage";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { sampleService } from "../testing/sample-service.js";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";

let world: TestWorld;
let stage: { service: string; stage: string };
const secret = "hunter2-of-the-function";
const extra = `    environment: { GREETING: "\${param:greeting}", QUEUE: !GetAtt Jobs.Arn }
    memorySize: 256
resources:
  Resources:
    Jobs: { Type: "AWS::SQS::Queue" }
`;

beforeAll(async () => {
  world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: inject("redisUrl"), sandboxUrl: inject("sandboxUrl"), redisDatabase: 6 });
  await world.startWorker({ reconcileMs: 500 });
  const { name } = await world.addService(sampleService("v1", extra));
  stage = { service: name, stage: "dev" };
  await updateStage(world.context, { stage, keyring: world.keyring, change: { parameters: [{ name: "greeting", value: secret, secret: true }] } });
  const { state, error } = await deploy();
  if (state !== "succeeded") throw new Error(`Not deployed: ${JSON.stringify(error)}`);
}, 120_000);
afterAll(() => world.close());

async function deploy(): Promise<Deployment> {
  return world.waitForEnd((await requestDeployment(world.context, { stage })).id);
}

async function ended(id: string): Promise<DriftCheck> {
  return vi.waitUntil(
    async () => {
      const check = await readDriftCheck(world.context, id);
      return check.finishedAt === null ? null : check;
    },
    { timeout: 40_000, interval: 100 },
  );
}

async function check(): Promise<DriftCheck> {
  return ended((await requestDriftCheck(world.context, stage)).id);
}

const functionName = "sample-dev-hello";

describe("drift", () => {
  it("is none right after a deployment; what CloudFormation cannot compare is listed and not green", async () => {
    const found = await check();
    expect(found).toMatchObject({ state: "done", error: null, result: { drifted: false, differences: [], functions: { verified: 1, total: 1 } } });
    const { resources, notCheckable } = found.result ?? { resources: { verified: 0, total: 0 }, notCheckable: [] };
    expect(notCheckable.length).toBeGreaterThan(0);
    expect(resources.verified + notCheckable.length).toBe(resources.total);
    expect(notCheckable).toContainEqual(expect.objectContaining({ reason: expect.stringContaining("cannot detect drift") }));
  });

  it("is found in code, environment, memory and concurrency, put back by a re-deployment, and gone after it", async () => {
    await tamperFunction(world.aws, functionName, {
      code: zip({ "hello.mjs": "export const handler = async () => ({ statusCode: 200, body: 'tampered' });\n" }),
      memoryMb: 512,
      environment: { GREETING: "tampered-value-of-env", ADDED: "by hand" },
      reservedConcurrency: 7,
    });
    const found = await check();
    expect(found.result?.drifted).toBe(true);
    expect(found.result?.functions).toEqual({ verified: 0, total: 1 });
    const seen = found.result?.differences.map(({ aspect, property }) => [aspect, property].filter(Boolean).join(" ")).toSorted();
    expect(seen).toEqual(["code", "environment ADDED", "environment GREETING", "environment QUEUE", "memory", "reserved_concurrency"]);
    expect(found.result?.differences).toContainEqual(expect.objectContaining({ aspect: "memory", expected: "256", actual: "512" }));
    const { rows } = await world.db.pool.query<{ text: string }>("SELECT string_agg(result::text, ' ') AS text FROM drift_checks");
    expect(rows[0]?.text).not.toContain(secret);
    expect(rows[0]?.text).not.toContain("tampered-value-of-env");

    const healed = await world.waitForEnd((await requestReapply(world.context, stage)).id);
    expect(healed).toMatchObject({ kind: "rollback", state: "succeeded", error: null, options: { cause: "drift" } });
    expect(await world.call(healed.endpoints[0]?.url, "/hello")).toBe("v1");
    expect((await check()).result).toMatchObject({ drifted: false, differences: [], functions: { verified: 1, total: 1 } });
    const again = await world.waitForEnd((await requestReapply(world.context, stage)).id);
    expect(again).toMatchObject({ state: "succeeded", planCounts: { changed: 0 } });
  });

  it("that somebody accepts counts no more, until it changes again or the acceptance is revoked", async () => {
    await tamperFunction(world.aws, functionName, { memoryMb: 512 });
    const found = await check();
    const fingerprints = (found.result?.differences ?? []).map(({ fingerprint }) => fingerprint);
    expect(fingerprints).toHaveLength(1);
    expect((await acceptDrift(world.context, { stage, fingerprints, reason: "while we measure" })).latest?.result).toMatchObject({ drifted: false, differences: [{ accepted: true }] });
    expect((await check()).result).toMatchObject({ drifted: false, differences: [{ accepted: true, aspect: "memory" }] });
    expect((await revokeDrift(world.context, { stage, fingerprints })).latest?.result?.drifted).toBe(true);
    await acceptDrift(world.context, { stage, fingerprints, reason: "" });
    await tamperFunction(world.aws, functionName, { memoryMb: 1024 });
    expect((await check()).result).toMatchObject({ drifted: true, differences: [{ accepted: false, actual: "1024" }] });
    const audit = await world.db.prisma.auditEvent.findMany({ where: { action: { startsWith: "drift." } } });
    expect(audit.map(({ action }) => action)).toEqual(expect.arrayContaining(["drift.check_requested", "drift.accepted", "drift.acceptance_revoked"]));
    await expect(acceptDrift(world.context, { stage, fingerprints: ["unheard-of"], reason: "" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("is looked for by the stage's schedule, and a check whose worker died is begun anew", async () => {
    await updateStage(world.context, { stage, keyring: world.keyring, change: { settings: { driftEveryMinutes: 5 } } });
    await world.db.pool.query("UPDATE drift_checks SET created_at = now() - interval '6 minutes'");
    await vi.waitUntil(async () => (await readStageDrift(world.context, stage)).latest?.trigger === "schedule", { timeout: 30_000, interval: 200 });
    await updateStage(world.context, { stage, keyring: world.keyring, change: { settings: { driftEveryMinutes: null } } });

    const { id: stageId } = await world.db.prisma.stage.findFirstOrThrow({ where: { name: "dev", service: { name: stage.service } } });
    const lost = crypto.randomUUID();
    await world.db.prisma.driftCheck.create({ data: { id: lost, stageId, trigger: "manual", actorLabel: "Ada", state: "running", startedAt: new Date(Date.now() - 11 * 60_000) } });
    expect(await ended(lost)).toMatchObject({ state: "done" });
  });
});

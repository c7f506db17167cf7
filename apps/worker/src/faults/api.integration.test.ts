import { randomUUID } from "node:crypto";
import { startApi, type ApiProcess } from "@windlass/local-services/testing/api-process";
import { findLostIds, findViolations } from "@windlass/operations/testing/invariants";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openApiCalls, webhookSecret, type Answer, type ApiCalls } from "../testing/api-calls.js";
import { makeToken } from "../testing/tokens.js";
import { openFaultWorld, type FaultService, type FaultWorld } from "./fault-world.js";
import { isWhole, repeats } from "./how-often.js";

let world: FaultWorld;
let api: ApiProcess | undefined;
let calls: ApiCalls;
let service: FaultService;

beforeAll(async () => {
  world = await openFaultWorld();
  const env = { LOG_LEVEL: "fatal", WINDLASS_WEBHOOK_SECRET: webhookSecret, WINDLASS_MASTER_KEY: world.env["WINDLASS_MASTER_KEY"] ?? "" };
  api = await startApi({ databaseUrl: world.env["DATABASE_URL"] ?? "", redisUrl: world.redisUrl, sandboxUrl: world.proxy.url, env });
  calls = openApiCalls({ url: api.url, token: await makeToken(world.db, "developer") });
  service = await world.addSmallService();
}, 150_000);
afterAll(async () => {
  await api?.stop();
  await world.close();
});

type Sent = { key: string; kind: "deploy" | "push"; answer: Answer };

const send = async ({ key, kind }: Pick<Sent, "key" | "kind">): Promise<Sent> => {
  const answer = kind === "deploy" ? await calls.deploy(service.name, key) : await calls.push({ fullName: "acme/none", sha: "f".repeat(40), deliveryId: key });
  return { key, kind, answer };
};

describe("the API is killed while it takes requests and webhooks (F05)", () => {
  it.each(repeats(1, 10))("keeps all that it answered, and a retry of each gives the same row: round %i", { timeout: 120_000 }, async (round) => {
    const wanted = Array.from({ length: isWhole ? 200 : 40 }, (_, index) => ({ key: randomUUID(), kind: index % 2 === 0 ? ("deploy" as const) : ("push" as const) }));
    const sending = wanted.map((one, index) => new Promise((resolve) => setTimeout(resolve, index * 10)).then(() => send(one)));
    await Promise.race(sending);
    await new Promise((resolve) => setTimeout(resolve, 40 * round));
    await api?.crash();
    const first = await Promise.all(sending);
    expect(first.filter(({ answer }) => ![0, 202].includes(answer.status))).toEqual([]);
    for (const [kind, table] of [["deploy", "deployments"], ["push", "deliveries"]] as const) {
      const promised = first.flatMap((sent) => (sent.kind === kind && sent.answer.id !== null ? [sent.answer.id] : []));
      expect(await findLostIds(world.db.pool, table, promised)).toEqual([]);
    }
    await api?.restart();
    const again = await Promise.all(wanted.map(send));
    expect(again.filter(({ answer }) => answer.status !== 202)).toEqual([]);
    const changed = first.filter(({ answer }, index) => answer.id !== null && again[index]?.answer.id !== answer.id);
    expect(changed).toEqual([]);
    const rows = await world.db.prisma.deployment.count({ where: { idempotencyKey: { in: wanted.map(({ key }) => key) } } });
    expect(rows).toBe(wanted.length / 2);
    expect(await findViolations(world.db.pool)).toEqual([]);
  });
});

import { randomUUID } from "node:crypto";
import { approvalRulesSchema } from "@windlass/contracts/stage-settings";
import { openDatabase, type Database } from "@windlass/database/database";
import { createTestDatabase } from "@windlass/database/test-database";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { systemContext } from "../context.js";
import { findViolations } from "../testing/invariants.js";
import { actions } from "../testing/state-machine/actions.js";
import { approvalsNeeded } from "../testing/state-machine/decide.js";
import { expectSame, type Action, type Model, type Real } from "../testing/state-machine/model.js";
import { supersedingStage } from "../testing/state-machine/supersede.js";
import { seedStage } from "../testing/seed-deployment.js";
import type { UserContext } from "../token/token-owner.js";

/** The short form repeats the same runs; the whole (`npm run test:faults`) draws new ones, whose seed a failure names. */
const options = process.env["WINDLASS_FAULTS"] === "whole" ? { numRuns: 400 } : { numRuns: 30, seed: 20_261_128 };

let db: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const test = await createTestDatabase(inject("databaseUrl"));
  db = openDatabase({ url: test.url });
  drop = () => test.drop();
  people = await Promise.all(["dee", "eli", "fay"].map(makePerson));
});
afterAll(async () => {
  await db.close();
  await drop();
});

let stages = 0;
let people: UserContext[];

async function makePerson(name: string): Promise<UserContext> {
  const { id } = await db.prisma.user.create({ data: { id: randomUUID(), name, email: `${name}@example.com`, role: "operator" } });
  return { db, actor: { type: "user", id, label: name }, role: "operator", userId: id };
}

async function open(): Promise<{ model: Model; real: Real }> {
  stages += 2;
  const names = [`model-${stages}`, `model-${stages + 1}`];
  const approval = approvalRulesSchema.parse({ mode: "always", count: approvalsNeeded });
  for (const [index, name] of names.entries()) {
    await db.prisma.stage.update({ where: { id: await seedStage(db, name) }, data: { settings: { approval, supersedePushes: index === supersedingStage } } });
  }
  const addresses = names.map((name) => ({ service: `service-${name}`, stage: "dev" }));
  const real = { context: systemContext(db, "model"), stages: addresses, people, fences: new Map(), planHashes: new Map() };
  return { model: { deployments: [] }, real };
}

/** The same action, followed by a comparison of the whole model. */
const compared = (arbitrary: fc.Arbitrary<Action>): fc.Arbitrary<Action> =>
  arbitrary.map((action) => ({
    check: (model) => action.check(model),
    async run(model, real) {
      await action.run(model, real);
      await expectSame(model, real);
    },
    toString: () => action.toString(),
  }));

describe("the state machine", () => {
  it("agrees with a plain model, whatever happens in whatever order", { timeout: 600_000 }, async () => {
    const commands = fc.commands(actions.map(compared), { maxCommands: 100, size: "max" });
    await fc.assert(
      fc.asyncProperty(commands, (drawn) => fc.asyncModelRun(open, drawn)),
      options,
    );
    expect(await findViolations(db.pool)).toEqual([]);
  });
});

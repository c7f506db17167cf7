import { openDatabase, type Database } from "@windlass/database/database";
import { createTestDatabase } from "@windlass/database/test-database";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { systemContext } from "../context.js";
import { followEvents, mostFrameRows, type EventStretch } from "../deployment/follow-events.js";
import { seedDeployment, seedStage } from "../testing/seed-deployment.js";
import { findFrameless, keepFrames } from "./keep-frames.js";

let db: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const test = await createTestDatabase(inject("databaseUrl"));
  db = openDatabase({ url: test.url });
  drop = () => test.drop();
});
afterAll(async () => {
  await db.close();
  await drop();
});

const goOn = new AbortController().signal;

async function seedLog(lines: number, { ended = true } = {}): Promise<string> {
  const id = await seedDeployment(db, { stageId: await seedStage(db), number: 1 });
  await db.pool.query("DELETE FROM events WHERE deployment_id = $1", [id]);
  await db.pool.query(
    `WITH bumped AS (UPDATE deployments SET last_seq = $2, state = $3, finished_at = CASE WHEN $3 = 'failed' THEN now() END WHERE id = $1 RETURNING id)
     INSERT INTO events (deployment_id, seq, kind, payload)
     SELECT id, n, 'log', json_build_object('step', 'build', 'stream', 'stdout', 'level', 'info', 'text', 'line ' || n || ' "é🚢"') FROM bumped, generate_series(1, $2::int) n`,
    [id, lines, ended ? "failed" : "deploying"],
  );
  return id;
}

const follow = async (deploymentId: string, after: number, limit = mostFrameRows): Promise<EventStretch> => {
  const stretch = await followEvents(systemContext(db, "test"), { deploymentId, after, limit });
  if (stretch === null) throw new Error("There is no such deployment");
  return stretch;
};
const comparable = (stretch: EventStretch) => ({ ...stretch, eventsJson: stretch.eventsJson.toString() });
const isKept = ({ eventsJson }: EventStretch): boolean => typeof eventsJson !== "string";

describe("the frames of a long log (P21)", () => {
  it("say what the rows say", async () => {
    const id = await seedLog(2 * mostFrameRows + 7);
    const cursors = [0, mostFrameRows, 2 * mostFrameRows];
    const rows = [];
    for (const after of cursors) rows.push(await follow(id, after));
    expect(rows.some(isKept)).toBe(false);

    expect(await keepFrames(db, id, goOn)).toBe(3);
    const frames = [];
    for (const after of cursors) frames.push(await follow(id, after));
    expect(frames.every(isKept)).toBe(true);
    expect(frames.map(comparable)).toEqual(rows.map(comparable));
    expect(frames.map(({ upTo }) => upTo)).toEqual([1_000, 2_000, 2_007]);
  });

  it("are joined by who begins in the middle of one, and are not read by who wants less", async () => {
    const id = await seedLog(3 * mostFrameRows);
    await keepFrames(db, id, goOn);
    const rest = await follow(id, 300);
    expect(rest).toMatchObject({ upTo: mostFrameRows, lastSeq: 3 * mostFrameRows, ended: true });
    expect(JSON.parse(rest.eventsJson.toString()).map(({ seq }: { seq: number }) => seq)).toEqual(Array.from({ length: 700 }, (_, index) => 301 + index));
    expect(isKept(await follow(id, rest.upTo))).toBe(true);
    expect(await follow(id, 0, 0)).toMatchObject({ eventsJson: "[]", upTo: 0, lastSeq: 3 * mostFrameRows });
    expect(await follow(id, 0, 10)).toMatchObject({ upTo: 10 });
    expect(await follow(id, 3 * mostFrameRows)).toMatchObject({ eventsJson: "[]", upTo: 3 * mostFrameRows });
  });

  it("are made once, to the end, whoever makes them", async () => {
    const id = await seedLog(3 * mostFrameRows + 1);
    const [one, other] = await Promise.all([keepFrames(db, id, goOn), keepFrames(db, id, goOn)]);
    expect(one + other).toBe(4);
    expect(await keepFrames(db, id, goOn)).toBe(0);
    const { rows } = await db.pool.query("SELECT first_seq, last_seq FROM event_frames WHERE deployment_id = $1 ORDER BY last_seq", [id]);
    expect(rows).toEqual([[1, 1_000], [1_001, 2_000], [2_001, 3_000], [3_001, 3_001]].map(([first_seq, last_seq]) => ({ first_seq, last_seq })));
  });

  it("are left for later by a worker that ends, and found then", async () => {
    const id = await seedLog(2 * mostFrameRows);
    expect(await keepFrames(db, id, AbortSignal.abort())).toBe(0);
    expect(await findFrameless(db)).toContain(id);
    await db.pool.query("INSERT INTO event_frames SELECT $1, 1, 1000, ''", [id]);
    expect(await findFrameless(db)).toContain(id);
    expect(await keepFrames(db, id, goOn)).toBe(1);
    expect(await findFrameless(db)).not.toContain(id);
  });

  it("are not made of what fits into one, nor of a deployment under way", async () => {
    const short = await seedLog(mostFrameRows);
    const running = await seedLog(mostFrameRows + 1, { ended: false });
    for (const id of [short, running]) expect(await keepFrames(db, id, goOn)).toBe(0);
    expect((await db.pool.query("SELECT 1 FROM event_frames WHERE deployment_id = ANY($1)", [[short, running]])).rowCount).toBe(0);
    expect(await findFrameless(db)).not.toContain(short);
  });

  it("go with the deployment", async () => {
    const id = await seedLog(mostFrameRows + 1);
    expect(await keepFrames(db, id, goOn)).toBe(2);
    await db.pool.query("DELETE FROM deployments WHERE id = $1", [id]);
    expect((await db.pool.query("SELECT 1 FROM event_frames WHERE deployment_id = $1", [id])).rowCount).toBe(0);
  });
});

import type { ProblemDetail } from "@windlass/contracts/error";
import type { ReportPart } from "@windlass/contracts/report";
import type { Database } from "@windlass/database/database";
import { sentSchema, type Sent, type SentPart } from "./sent.js";

export type ReportSubject = { deploymentId: string } | { pullRequestId: string };

/** One report, held by this worker alone until it is let go or two minutes have passed. */
export type HeldReport = {
  sent: Sent;
  attempts: number;
  changedAt: Date;
  /** Keeps what was told of a part, at once: a worker that dies later has not told it in vain. Throws ReportLostError. */
  save(part: ReportPart, change: SentPart): Promise<void>;
  /** All of this version was told. Gives whether there is a newer one by now. */
  finish(): Promise<{ isNewest: boolean }>;
  /** It is to be told then. */
  postpone(until: Date): Promise<void>;
  /** It could not be told. Without a time nobody tries this version again. */
  fail(error: ProblemDetail, notBefore: Date | null): Promise<void>;
};

/** Another worker holds the report: whoever gets this stops. */
export class ReportLostError extends Error {
  override readonly name = "ReportLostError";
}

type Row = { id: string; version: number; epoch: number; attempts: number; changed_at: Date; sent: unknown };

/** Longer than one request takes with its retries; each that was answered begins the time anew. */
const heldMs = 120_000;

/** Takes a report that has something to tell, may be told now, and that nobody holds; null when there is none. */
export async function holdReport(db: Database, subject: ReportSubject): Promise<HeldReport | null> {
  const [column, id] = "deploymentId" in subject ? ["deployment_id", subject.deploymentId] : ["pull_request_id", subject.pullRequestId];
  const { rows } = await db.pool.query<Row>(
    `UPDATE forge_reports SET epoch = epoch + 1, held_until = now() + $2 * interval '1 millisecond'
     WHERE ${column} = $1 AND reported_version < version AND (not_before IS NULL OR not_before <= now()) AND (held_until IS NULL OR held_until < now())
     RETURNING id, version, epoch, attempts, changed_at, sent`,
    [id, heldMs],
  );
  return rows[0] ? heldOf(db, rows[0]) : null;
}

function heldOf(db: Database, row: Row): HeldReport {
  const sent = sentSchema.parse(row.sent);
  const own = async <T extends object>(set: string, values: unknown[]): Promise<T> => {
    const { rows } = await db.pool.query<T>(`UPDATE forge_reports SET ${set} WHERE id = $1 AND epoch = $2 RETURNING *`, [row.id, row.epoch, ...values]);
    if (!rows[0]) throw new ReportLostError("Another worker tells of this by now.");
    return rows[0];
  };
  return {
    sent,
    attempts: row.attempts,
    changedAt: row.changed_at,
    async save(part, change) {
      sent[part] = change;
      await own("sent = $3::jsonb, held_until = now() + $4 * interval '1 millisecond'", [JSON.stringify(sent), heldMs]);
    },
    async finish() {
      const set = "reported_version = $3, reported_at = now(), attempts = 0, error = NULL, not_before = NULL, held_until = NULL";
      const { version } = await own<{ version: number }>(set, [row.version]);
      return { isNewest: version === row.version };
    },
    async postpone(until) {
      await own("not_before = $3, held_until = NULL", [until]);
    },
    async fail(error, notBefore) {
      const set = "attempts = attempts + 1, error = $3::jsonb, not_before = $4, held_until = NULL, reported_version = CASE WHEN $4::timestamptz IS NULL THEN $5 ELSE reported_version END";
      await own(set, [JSON.stringify(error), notBefore, row.version]);
    },
  };
}

/** Has these deployments told of once more, where they were told of before. */
export async function tellAgain(db: Database, deploymentIds: readonly string[]): Promise<void> {
  if (deploymentIds.length > 0) await db.pool.query("SELECT windlass_want_report(id, NULL) FROM unnest($1::uuid[]) AS id", [deploymentIds]);
}

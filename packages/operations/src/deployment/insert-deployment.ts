import { stepsOfKind, type DeploymentKind } from "@windlass/contracts/deployment-kind";
import type { DeploymentOptions } from "@windlass/contracts/deployment-options";
import { WindlassError } from "@windlass/contracts/error";
import type { Commit } from "@windlass/contracts/release";
import type { Trigger } from "@windlass/contracts/deployment";
import type { Actor, ActorType } from "@windlass/contracts/actor";
import { channels } from "@windlass/contracts/job";
import type { Change } from "@windlass/contracts/live";
import { pullWords } from "@windlass/contracts/pull-words";
import type { DatabaseClient } from "@windlass/database/database";
import { uuidv7 } from "uuidv7";
import type { OperationContext } from "../context.js";
import { isUniqueViolation } from "../postgres-error.js";
import { dependencyRows, findMissingDependency } from "./dependency-state.js";
import { stageNotFound, type StageAddress } from "../stage/find-stage.js";

export type NewDeployment = {
  stage: StageAddress;
  kind: DeploymentKind;
  /** Branch, tag or commit. What the stage follows when left out and `commit` too. */
  ref?: string | null;
  commit?: Commit;
  releaseId?: string;
  deliveryId?: string;
  /** Which of the runs of a delivery that was asked to deploy again; the first unless given. */
  deliveryRun?: number;
  /** The same key on the same stage gives the deployment of the first time. */
  idempotencyKey?: string;
  options?: DeploymentOptions;
  /** What asked for it, where the actor does not say it. */
  trigger?: Trigger;
  /** What it is deployed together with. */
  group?: { id: string; wave: number } | null;
  /** Deployments that must have succeeded before it begins. */
  needs?: readonly string[];
  /** Whether it waits for what is under way on the stages that it depends on, and is refused where one of them has nothing deployed. */
  afterDependencies?: boolean;
  /** A transaction that it becomes part of, which holds the stage's row already. */
  client?: DatabaseClient;
};

/** What asks for a deployment, by who acts. */
export const triggerOf = { user: "manual", token: "api", webhook: "push", system: "system" } as const satisfies Record<ActorType, string>;

/**
 * Stores a queued deployment with its steps, its first event, the message that starts it and the audit event, in
 * one statement: all of it or nothing, and numbers without a gap however many ask at once.
 * On the stage of a stranger's pull request it is of untrusted code, whoever asks. Throws `not_found` for the stage, `conflict` when the
 * idempotency key belongs to a request of another kind, `preview_not_approved` for untrusted code that is not the commit that was approved,
 * and `dependency_not_deployed`, which names what it depends on.
 */
export async function insertDeployment(context: OperationContext, input: NewDeployment): Promise<{ id: string; created: boolean }> {
  const values = valuesOf(context.actor, input);
  const runner = input.client ?? context.db.pool;
  const row = (await insert(runner, values)) ?? (await insert(runner, values));
  if (!row) throw await whyNot(runner, input);
  if (row.kind !== input.kind) {
    throw new WindlassError("conflict", `The idempotency key was used before, for deployment ${row.number} of kind ${row.kind}.`);
  }
  // As part of a larger transaction it is told by the triggers, with that transaction's commit.
  if (row.created && input.client === undefined) announceNew(context, row);
  return { id: row.id, created: row.created };
}

type Inserted = { id: string; number: number; kind: DeploymentKind; created: boolean; stage_id: string; service_id: string };

/** What the triggers tell of any other row. A hint: should it be lost, the outbox is looked at every few seconds. */
function announceNew({ db }: OperationContext, { id, stage_id: stageId, service_id: serviceId }: Inserted): void {
  const change: Change = { entity: "deployment", id, stageId, serviceId };
  db.announce([{ channel: channels.outbox, payload: "" }, { channel: channels.changes, payload: JSON.stringify(change) }]);
}

async function whyNot(runner: Pick<DatabaseClient, "query">, { stage, afterDependencies }: NewDeployment): Promise<WindlassError> {
  const missing = afterDependencies === true ? await findMissingDependency(runner, stage) : null;
  return missing ?? (await whyNotApproved(runner, stage)) ?? stageNotFound(stage);
}

async function whyNotApproved(runner: Pick<DatabaseClient, "query">, { service, stage }: StageAddress): Promise<WindlassError | null> {
  const { rows } = await runner.query<{ provider: string }>(
    `SELECT r.provider FROM stages s JOIN services v ON v.id = s.service_id JOIN repositories r ON r.id = v.repository_id
     WHERE v.name = $1 AND s.name = $2 AND s.untrusted`,
    [service, stage],
  );
  const [untrusted] = rows;
  if (!untrusted) return null;
  return new WindlassError("preview_not_approved", `${service}/${stage} shows a ${pullWords(untrusted.provider).one} of somebody without write access, and only a commit that was approved is built.`);
}

/** Null when the stage is missing or only builds what was approved, or when a request with the same key was first: it is found the next time. */
async function insert(runner: Pick<DatabaseClient, "query">, values: unknown[]): Promise<Inserted | null> {
  try {
    const { rows } = await runner.query<Inserted>({ name: "insert-deployment", text: insertSql, values });
    return rows[0] ?? null;
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

function valuesOf(actor: Actor, input: NewDeployment): unknown[] {
  const { commit } = input;
  return [
    uuidv7(),
    input.stage.service,
    input.stage.stage,
    input.kind,
    input.trigger ?? triggerOf[actor.type],
    actor.type,
    actor.id,
    actor.label,
    input.ref ?? null,
    commit?.sha ?? null,
    commit?.message ?? null,
    commit?.author ?? null,
    commit?.committedAt ?? null,
    input.releaseId ?? null,
    input.deliveryId ?? null,
    input.idempotencyKey ?? null,
    stepsOfKind[input.kind],
    uuidv7(),
    JSON.stringify(input.options ?? {}),
    input.deliveryRun ?? 0,
    input.client === undefined,
    ...togetherWith(input),
    input.afterDependencies === true,
  ];
}

function togetherWith({ group = null, needs = [] }: NewDeployment): unknown[] {
  return group === null ? [null, null, needs] : [group.id, group.wave, needs];
}

const insertSql = `
  WITH target AS (
    SELECT s.id, s.service_id, v.name || '/' || s.name AS label, COALESCE(s.branch, r.default_branch) AS branch, s.untrusted,
           set_config('windlass.announced', CASE WHEN $21::boolean THEN 'later' ELSE '' END, true)
    FROM stages s JOIN services v ON v.id = s.service_id JOIN repositories r ON r.id = v.repository_id
    WHERE v.name = $2 AND s.name = $3
      AND NOT (s.untrusted AND $4::text IN ('deploy', 'preview') AND ($10::text IS NULL OR $10::text IS DISTINCT FROM (SELECT p.approved_sha FROM previews p WHERE p.stage_id = s.id)))
  ), earlier AS (
    SELECT found.* FROM target, LATERAL (
      SELECT d.id, d.number, d.kind FROM deployments d WHERE d.stage_id = target.id AND d.idempotency_key = $16::text
      UNION ALL
      SELECT d.id, d.number, d.kind FROM deployments d WHERE d.stage_id = target.id AND d.delivery_id = $15::uuid AND d.delivery_run = $20::int
    ) found ORDER BY found.number LIMIT 1
  ), dependency AS (
    SELECT * FROM (${dependencyRows("$3")}) found WHERE $25::boolean
  ), numbered AS (
    UPDATE stages s SET next_deployment_number = s.next_deployment_number + 1
    FROM target WHERE s.id = target.id AND NOT EXISTS (SELECT 1 FROM earlier) AND NOT EXISTS (SELECT 1 FROM dependency WHERE missing IS NOT NULL)
    RETURNING s.id, s.next_deployment_number - 1 AS number, target.label, target.branch, target.untrusted
  ), inserted AS (
    INSERT INTO deployments (id, stage_id, number, kind, trigger, actor_type, actor_id, actor_label, ref, commit_sha,
                             commit_message, commit_author, committed_at, release_id, delivery_id, delivery_run, idempotency_key, options, last_seq,
                             group_id, wave)
    SELECT $1::uuid, n.id, n.number, $4::text, $5::text, $6::text, $7::text, $8::text,
           COALESCE($9::text, CASE WHEN $4::text IN ('deploy', 'preview') THEN n.branch END), $10::text, $11::text, $12::text,
           $13::timestamptz, $14::uuid, $15::uuid, $20::int, $16::text,
           $19::jsonb || CASE WHEN n.untrusted THEN '{"trust": "untrusted"}'::jsonb ELSE '{}'::jsonb END, 1, $22::uuid, $23::int
    FROM numbered n
    RETURNING id, number, kind
  ), steps AS (
    INSERT INTO steps (deployment_id, name) SELECT inserted.id, step FROM inserted, unnest($17::text[]) AS step
  ), needs AS (
    INSERT INTO deployment_needs (deployment_id, needs_id)
    SELECT inserted.id, need FROM inserted, (SELECT unnest($24::uuid[]) UNION SELECT open_id FROM dependency WHERE open_id IS NOT NULL) AS needed (need)
  ), event AS (
    INSERT INTO events (deployment_id, seq, kind, payload)
    SELECT id, 1, 'state', '{"from": null, "to": "queued", "error": null}' FROM inserted
  ), message AS (
    INSERT INTO outbox (queue, key, payload)
    SELECT 'deployments', 'deployment:' || id, jsonb_build_object('deploymentId', id) FROM inserted
  ), audit AS (
    INSERT INTO audit_events (id, actor_type, actor_id, actor_label, action, entity_type, entity_id, entity_name, data)
    SELECT $18::uuid, $6::text, $7::text, $8::text, 'deployment.requested', 'deployment', inserted.id::text,
           numbered.label || '#' || inserted.number, jsonb_build_object('kind', inserted.kind, 'ref', $9::text) || $19::jsonb
    FROM inserted, numbered
  )
  SELECT inserted.id, number, kind, true AS created, target.id AS stage_id, service_id FROM inserted, target
  UNION ALL
  SELECT earlier.id, number, kind, false, target.id, service_id FROM earlier, target`;

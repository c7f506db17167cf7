import { isTerminal, deploymentStateSchema } from "@windlass/contracts/deployment-state";
import { deploymentResultsSchema } from "@windlass/contracts/deployment-results";
import { problemDetailSchema } from "@windlass/contracts/error";
import type { Leftover } from "@windlass/contracts/removal";
import { accountAccess, type AccountAccess } from "../account/account-access.js";
import { authorize, type OperationContext } from "../context.js";
import type { Keyring } from "../sealing.js";

/** A preview whose removal is to be looked at now. */
export type ClaimedRemoval = {
  previewId: string;
  label: string;
  attempts: number;
  /** What is told by the removals before of what was to go or to stay. */
  known: Leftover[];
  /** Null where the stage is gone already. */
  stage: { id: string; service: string; name: string; region: string; stackName: string | null; access: AccountAccess } | null;
  /** The deployment that removes it: null where one is to be asked for. */
  removal: "runs" | "succeeded" | { failed: string } | null;
};

/** How long a worker may look at one before another one does. */
const lookSeconds = 120;

/** Takes a preview whose removal is due to be looked at. Null when there is none: another worker has it. */
export async function claimRemoval(context: OperationContext, keyring: Keyring): Promise<ClaimedRemoval | null> {
  authorize(context, "deployment:create");
  const { prisma, pool } = context.db;
  const { rows } = await pool.query<{ id: string }>(claimSql, [lookSeconds]);
  const [claimed] = rows;
  if (!claimed) return null;
  const row = await prisma.preview.findUniqueOrThrow({
    where: { id: claimed.id },
    include: { service: true, pullRequest: true, stage: { include: { account: true, deployments: { where: { kind: "remove" }, orderBy: { number: "desc" }, take: 20 } } } },
  });
  const { stage, service } = row;
  const current = stage?.deployments.find(({ id }) => id === row.removalId);
  return {
    previewId: row.id,
    label: `${service.name}/pr-${row.pullRequest.number}`,
    attempts: row.attempts,
    known: (stage?.deployments ?? []).flatMap(({ results }) => deploymentResultsSchema.parse(results).removal?.items ?? []),
    stage: stage === null ? null : { id: stage.id, service: service.name, name: stage.name, region: stage.region, stackName: stage.stackName, access: accountAccess(stage.account, keyring) },
    removal: current === undefined ? null : outcomeOf(current),
  };
}

function outcomeOf({ state, error }: { state: string; error: unknown }): ClaimedRemoval["removal"] {
  const known = deploymentStateSchema.parse(state);
  if (!isTerminal(known)) return "runs";
  return known === "succeeded" ? "succeeded" : { failed: problemDetailSchema.safeParse(error).data?.message ?? `The removal was ${known}.` };
}

const claimSql = `
  UPDATE previews SET next_attempt_at = now() + make_interval(secs => $1::int) WHERE id = (
    SELECT id FROM previews WHERE state = 'removing' AND next_attempt_at <= now() ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED
  ) RETURNING id`;

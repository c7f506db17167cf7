import { previewStageName, type BuildFile, type PreviewReason, type PreviewState } from "@windlass/contracts/preview";
import { pullWords } from "@windlass/contracts/pull-words";
import type { DatabaseClient } from "@windlass/database/database";
import { uuidv7 } from "uuidv7";
import type { OperationContext } from "../context.js";
import type { StageVerdict } from "../delivery/decide-stage.js";
import { cancelIfAllowed } from "../deployment/request-cancellation.js";
import { supersedePushes } from "../deployment/supersede-pushes.js";
import { inSqlTransaction } from "../in-transaction.js";
import type { Keyring } from "../sealing.js";
import { beginRemoval, cancelOpen } from "./begin-removal.js";
import { deployPreview } from "./deploy-preview.js";
import { holdService, readHeldPreview, readHeldPull, type HeldPreview, type HeldPull } from "./held-preview.js";
import type { Authorship } from "./judge-author.js";
import type { AskingDelivery, Settled } from "./preview-deployment.js";
import type { PreviewService } from "./preview-service.js";
import { isLive, wantPreview, type Want } from "./want-preview.js";

export type Settlement = {
  service: PreviewService;
  /** The pull request, and when what was decided by it was known. */
  pull: { id: string; updatedAt: Date; headSha: string };
  /** Null where it was not asked for, because the pull request is not wanted. */
  authorship: Authorship | null;
  /** What it changes that runs while it is built; null where nobody could say. */
  buildFiles: BuildFile[] | null;
  /** Somebody asks for it by hand. */
  asked: boolean;
  isReopened: boolean;
  delivery: AskingDelivery;
  keyring: Keyring;
};

/**
 * Brings a service's preview of a pull request to where it belongs: makes and deploys its stage, has it wait, or begins its removal. The service is
 * held meanwhile; where something newer is known of the pull request by then, that decides. May run twice.
 */
export async function settlePreview(context: OperationContext, input: Settlement): Promise<StageVerdict> {
  const { verdict, deploymentId } = await inSqlTransaction(context.db, (client) => settle(context, client, input));
  if (deploymentId !== null) await supersedePushes(context, { deploymentId });
  return verdict;
}

const told = (reason: StageVerdict["reason"], message: string): Settled => ({ verdict: { reason, message }, deploymentId: null });
const outdated = ({ host }: PreviewService): Settled => told("outdated", `Something newer is known of the ${pullWords(host).one}.`);

async function settle(context: OperationContext, client: DatabaseClient, input: Settlement): Promise<Settled> {
  const { service, asked, isReopened, pull: seen } = input;
  const pull = (await holdService(client, service.id)) ? await readHeldPull(client, seen.id) : null;
  if (pull === null || pull.headSha !== seen.headSha || pull.updatedAt.getTime() > seen.updatedAt.getTime()) return outdated(service);
  const earlier = await readHeldPreview(client, { serviceId: service.id, pullRequestId: pull.id });
  const want = wantPreview({ settings: service.settings, pull, earlier, defaultBranch: service.defaultBranch, host: service.host, asked, isReopened });
  if (!want.wanted) return end(context, client, { service, earlier, want });
  if (input.authorship === null) return outdated(service);
  const givesPlan = service.settings.gives === "plan";
  if (givesPlan && hasEnvironment(earlier)) return endEnvironment(context, client, { service, earlier });
  if (!givesPlan && !holdsPlace(earlier) && (await countPlaces(client, service.id)) >= service.settings.limit) {
    await keep(client, { ...input, pull, state: "awaiting_room", reason: "limit", message: limitMessage(service) });
    return told("preview_limit", limitMessage(service));
  }
  const { why } = input.authorship;
  if (why !== null && earlier?.approvedSha !== pull.headSha) return waitForApproval(context, client, { ...input, pull, earlier, why });
  const previewId = await keep(client, { ...input, pull, state: "open", reason: "wanted", message: "" });
  return deployPreview(context, client, { ...input, previewId, pull, stageId: earlier?.stageId ?? null, untrusted: why !== null });
}

const limitMessage = ({ settings, name }: PreviewService): string => `${name} has ${settings.limit} previews already, which is its limit. It gets one when another is removed.`;

/** One that is removed, or waits for a place, takes none. */
function holdsPlace(earlier: HeldPreview | null): boolean {
  return earlier !== null && (earlier.state === "open" || earlier.state === "awaiting_approval" || earlier.state === "removing");
}

function hasEnvironment(earlier: HeldPreview | null): earlier is HeldPreview {
  return earlier !== null && earlier.state !== "removed" && earlier.stageId !== null && earlier.planId === null;
}

/** Pull requests of the service got a stage of their own before: that goes first. */
async function endEnvironment(context: OperationContext, client: DatabaseClient, { service, earlier }: { service: PreviewService; earlier: HeldPreview }): Promise<Settled> {
  const message = `${pullWords(service.host).Many} of the service get a plan now, and no stage of their own.`;
  if (isLive(earlier)) await beginRemoval(context, client, { previewId: earlier.id, end: "switched_off", message });
  return told("preview_removed", `${message} The plan comes with the next push after its stage is gone.`);
}

async function countPlaces(client: DatabaseClient, serviceId: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>("SELECT count(*)::int AS count FROM previews WHERE service_id = $1 AND state IN ('open', 'awaiting_approval', 'removing')", [serviceId]);
  return rows[0]?.count ?? 0;
}

async function end(context: OperationContext, client: DatabaseClient, { service, earlier, want }: { service: PreviewService; earlier: HeldPreview | null; want: Extract<Want, { wanted: false }> }): Promise<Settled> {
  if (earlier === null || want.end === null) return told(want.reason, want.message);
  if (isLive(earlier)) {
    const message = want.end === "closed" || want.end === "merged" ? `The ${pullWords(service.host).one} is ${want.end}.` : want.message;
    await beginRemoval(context, client, { previewId: earlier.id, end: want.end, message });
    return told("preview_removed", `The preview is removed. ${message}`);
  }
  // Once closed, opening it again begins anew, whatever ended the preview before.
  if (want.end === "closed" || want.end === "merged") await client.query("UPDATE previews SET reason = $2, asked = false WHERE id = $1", [earlier.id, want.end]);
  return earlier.state === "removing" ? told("preview_removed", "The preview is being removed already.") : told(want.reason, want.message);
}

type Waiting = Settlement & { pull: HeldPull; earlier: HeldPreview | null; why: { reason: PreviewReason; message: string } };

/** A commit of a stranger runs nowhere before somebody has let it: one that was let run before and has not begun is taken back (S15). */
async function waitForApproval(context: OperationContext, client: DatabaseClient, input: Waiting): Promise<Settled> {
  const { earlier, pull, why } = input;
  if (earlier?.planId && earlier.sha !== pull.headSha) await cancelIfAllowed(context, client, earlier.planId);
  if (earlier?.stageId && earlier.sha !== pull.headSha) await cancelOpen(context, client, earlier.stageId);
  if (earlier?.stageId) await client.query("UPDATE stages SET untrusted = true WHERE id = $1", [earlier.stageId]);
  const message = `${why.message} Somebody who may deploy has to approve the commit ${pull.headSha.slice(0, 12)}.`;
  await keep(client, { ...input, state: "awaiting_approval", reason: why.reason, message });
  return told("approval_needed", `${previewStageName(pull.number)} waits. ${message}`);
}

type Kept = { service: PreviewService; pull: HeldPull; buildFiles: BuildFile[] | null; asked: boolean; state: PreviewState; reason: PreviewReason; message: string };

/** Writes where the preview stands. An approval of another commit is void. */
async function keep(client: DatabaseClient, { service, pull, buildFiles, asked, state, reason, message }: Kept): Promise<string> {
  const { rows } = await client.query<{ id: string }>(keepSql, [uuidv7(), service.id, pull.id, state, reason, message, asked, pull.headSha, JSON.stringify(buildFiles ?? [])]);
  const [row] = rows;
  if (!row) throw new Error(`The preview of pull request ${pull.number} was not kept.`);
  return row.id;
}

const keepSql = `
  INSERT INTO previews AS p (id, service_id, pull_request_id, state, reason, message, asked, sha, build_files)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (service_id, pull_request_id) DO UPDATE SET
    state = excluded.state, reason = excluded.reason, message = excluded.message, build_files = excluded.build_files,
    asked = excluded.asked OR (p.asked AND p.state NOT IN ('removing', 'removed')), sha = excluded.sha,
    approved_sha = CASE WHEN p.approved_sha = excluded.sha THEN p.approved_sha END,
    pinned_at = CASE WHEN p.state IN ('removing', 'removed') THEN NULL ELSE p.pinned_at END,
    last_used_at = CASE WHEN p.sha <> excluded.sha OR p.state IN ('removing', 'removed') THEN now() ELSE p.last_used_at END,
    removal_id = NULL, next_attempt_at = NULL, attempts = 0, leftovers = '[]', removed_at = NULL
  RETURNING id`;

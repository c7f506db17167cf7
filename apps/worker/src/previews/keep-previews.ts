import { readWindowMetrics } from "@windlass/aws/metrics/read-window-metrics";
import { WindlassError } from "@windlass/contracts/error";
import { systemContext } from "@windlass/operations/context";
import { expirePreview, listIdlePreviews, notePreviewUnseen, notePreviewUse, type IdlePreview } from "@windlass/operations/preview-environment/expire-previews";
import { sweepEnded } from "@windlass/operations/preview-environment/sweep-ended";
import type { WorkerServices } from "../services.js";
import { removePreviews } from "./remove-previews.js";

/** The janitor of previews: removes those that have ended or that nobody uses any more, and sees to it that nothing of them is left. */
export async function keepPreviews(services: WorkerServices): Promise<void> {
  const context = systemContext(services.db, services.owner);
  await sweepEnded(context);
  await removePreviews(services);
  for (const idle of await listIdlePreviews(context, services.keyring)) {
    if (services.shutdown.aborted) return;
    const visitedAt = await findVisit(services, idle);
    if (visitedAt === "unknown") await notePreviewUnseen(context, idle.id);
    else if (visitedAt === null) await expirePreview(context, idle.id);
    else await notePreviewUse(context, { id: idle.id, at: visitedAt });
  }
}

/** CloudWatch keeps numbers of five minutes for so long. */
const longestLookMs = 60 * 86_400_000;

/** When a preview's functions were last known to be called; `unknown` where AWS could not be asked, which must not cost anybody a preview. */
async function findVisit({ sessions, logger }: WorkerServices, { id, live, lastUsedAt }: IdlePreview): Promise<Date | null | "unknown"> {
  if (live === null) return null;
  const toMs = Date.now();
  const span = { fromMs: Math.max(lastUsedAt.getTime() + deployedMs, toMs - longestLookMs), toMs };
  try {
    const numbers = await readWindowMetrics(sessions.session(live.access, live.region), { functions: live.functionNames.map((functionName) => ({ functionName })), span });
    return numbers.some(({ invocations }) => invocations > 0) ? new Date(toMs) : null;
  } catch (error) {
    if (!(error instanceof WindlassError)) throw error;
    logger.info({ err: error, previewId: id }, "it could not be seen whether a preview is used");
    return "unknown";
  }
}

/** What is called while it is deployed is no visit. */
const deployedMs = 10 * 60_000;

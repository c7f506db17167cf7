import { WindlassError, type ProblemDetail } from "@windlass/contracts/error";
import { authorize, type OperationContext } from "../context.js";
import { holdReport, ReportLostError, type HeldReport, type ReportSubject } from "./hold-report.js";
import { nextTry } from "./next-try.js";
import { tellComment } from "./tell-comment.js";
import { tellDeployment } from "./tell-deployment.js";
import type { Telling } from "./telling.js";

/**
 * Tells a forge how a deployment or a pull request stands now, as far as it was not told yet. May run twice, also at once: one
 * of them tells. What fails is kept with the report, to be tried again. Gives when to come back; null when there is nothing left.
 */
export async function sendReport(context: OperationContext, input: Telling & { subject: ReportSubject }): Promise<Date | null> {
  authorize(context, "deployment:create");
  for (;;) {
    const held = await holdReport(context.db, input.subject);
    if (held === null) return null;
    try {
      const again = await tell(context, held, input);
      if (again !== null) {
        await held.postpone(again);
        return again;
      }
      if ((await held.finish()).isNewest) return null;
    } catch (error) {
      if (error instanceof ReportLostError) return null;
      return giveBack(held, error, input);
    }
  }
}

/** A time: what there is to tell now was told a moment ago, and is better told then. */
async function tell(context: OperationContext, held: HeldReport, input: Telling & { subject: ReportSubject }): Promise<Date | null> {
  const { subject } = input;
  if ("pullRequestId" in subject) return tellComment(context, held, { ...input, ...subject });
  await tellDeployment(context, held, { ...input, ...subject });
  return null;
}

async function giveBack(held: HeldReport, error: unknown, { onDefect }: Telling): Promise<Date | null> {
  if (!(error instanceof WindlassError)) onDefect(error);
  const known = error instanceof WindlassError ? error : new WindlassError("worker_failed", "The worker met an error that it did not expect.", { cause: error });
  const { attempts, changedAt } = held;
  const at = nextTry({ error: known, attempts, changedAt, now: new Date(), random: Math.random() });
  await held.fail(toProblem(known), at);
  return at;
}

function toProblem(error: WindlassError): ProblemDetail {
  const { places: _places, resource: _resource, phases: _phases, ...problem } = error.toProblemDetail();
  return problem;
}

import { WindlassError, type ProblemDetail } from "@windlass/contracts/error";
import { diskFullError, isDiskFull } from "../disk-full.js";
import { CancelledError, StepTimeoutError } from "./interruption.js";
import type { Masker } from "@windlass/operations/masking/masker";

/** What a person is told of an error: the error itself where it is theirs to know, else that the worker has the cause. */
export function problemOf(error: unknown, masker: Masker): ProblemDetail {
  return masker.json(toWindlassError(error).toProblemDetail());
}

function toWindlassError(error: unknown): WindlassError {
  if (error instanceof WindlassError) return error;
  if (error instanceof CancelledError) return new WindlassError("cancelled", error.message);
  if (error instanceof StepTimeoutError) {
    return new WindlassError("worker_failed", error.message, { hint: "The log says how far it came. Deploy again when the cause is gone." });
  }
  if (isDiskFull(error)) return diskFullError("a file of the deployment could not be written", error);
  return new WindlassError("worker_failed", "The worker met an error that it did not expect.", { cause: error });
}

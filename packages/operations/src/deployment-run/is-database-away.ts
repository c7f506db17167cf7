import { WindlassError } from "@windlass/contracts/error";
import { isUnavailable } from "@windlass/database/is-unavailable";

/**
 * Whether an error of a run says that the database did not answer, so that the run is to be gone on with and not to
 * be failed. A missing file or program has the same kind of code and is not meant.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof WindlassError) return false;
  const syscall = error instanceof Error && "syscall" in error ? error.syscall : undefined;
  if (syscall !== undefined && syscall !== "connect" && syscall !== "read" && syscall !== "write") return false;
  return isUnavailable(error);
}

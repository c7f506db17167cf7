import { WindlassError } from "@windlass/contracts/error";

/** The last two are git's, which names no cause for a file that it could not write to its end. */
const saying = /No space left on device|Disk quota exceeded|\bENOSPC\b|\bEDQUOT\b|Out of diskspace|^error: unable to write file /m;

/** Whether a program says that it could not write because the disk, or its quota, is full. */
export function saysDiskFull(text: string): boolean {
  return saying.test(text);
}

/** Whether an error of the file system, or what caused it, is that the disk is full. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? error.code : undefined;
  return code === "ENOSPC" || code === "EDQUOT" || isDiskFull(error.cause);
}

/** The error that a person gets; `what` was not done for want of room. */
export function diskFullError(what: string, cause?: unknown): WindlassError {
  return new WindlassError("disk_full", `The disk of the worker is full: ${what}.`, cause === undefined ? {} : { cause });
}

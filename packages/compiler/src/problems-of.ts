import { CompileError, type Problem } from "./diagnostic.js";
import { FileUnreadableError, PathOutsideError } from "./file-source.js";

/** What an error that ended a compilation says to the user. Throws it on when it is a defect, or one of the disk. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof CompileError) return error.problems;
  if (error instanceof PathOutsideError) return [{ code: "file_outside", message: error.message }];
  if (error instanceof FileUnreadableError) return [{ code: "file_unreadable", message: error.message }];
  throw error;
}

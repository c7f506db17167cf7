import { ApiError } from "@windlass/client/api-error";
import type { ProblemDocument } from "@windlass/contracts/error";

/** What to show of anything that was thrown: the server's problem document, or one that says it is a defect here. */
export function problemOf(error: unknown): ProblemDocument {
  if (error instanceof ApiError) return error.problem;
  return {
    type: "/problems/internal",
    title: "Defect",
    status: 500,
    code: "internal",
    message: error instanceof Error ? error.message : String(error),
    hint: "This is a defect in the dashboard. Reload the page; the browser's console has the cause.",
  };
}

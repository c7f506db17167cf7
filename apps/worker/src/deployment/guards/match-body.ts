import { createContext, runInContext } from "node:vm";

/** How long a regular expression may think about a body. Some never come to an end. */
const budgetMs = 250;

/** Whether a body matches a regular expression; `too_slow` when that is not known in time. The dot matches line breaks. */
export function matchBody(pattern: string, body: string): boolean | "too_slow" {
  const context = createContext({ pattern, body });
  try {
    return runInContext("new RegExp(pattern, 's').test(body)", context, { timeout: budgetMs }) === true;
  } catch (error) {
    // The error may be of the context's own kind, so its class says nothing.
    if (typeof error === "object" && error !== null && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return "too_slow";
    throw error;
  }
}

import { errorCatalog, problemDocumentSchema, type ErrorCode, type ProblemDocument } from "@windlass/contracts/error";

/**
 * A request that did not succeed: what the server said of it as a problem document, or, when no server answered,
 * one made here with the code `server_unreachable`.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly problem: ProblemDocument;

  constructor(problem: ProblemDocument, options?: { cause: unknown }) {
    super(problem.message, options);
    this.problem = problem;
  }

  get code(): ErrorCode {
    return this.problem.code;
  }

  get hint(): string {
    return this.problem.hint;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** Makes the problem document of something that no server described. */
export function localProblem(code: ErrorCode, message: string, hint?: string): ProblemDocument {
  const { status, hint: usualHint } = errorCatalog[code];
  return { type: `/problems/${code}`, title: code.replaceAll("_", " "), status, code, message, hint: hint ?? usualHint };
}

/** The code for an answer without one of ours: from a proxy, from better-auth, or from a newer server. */
function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return "unauthenticated";
  if (status === 403) return "forbidden";
  if (status === 404) return "not_found";
  if (status === 409) return "conflict";
  if (status === 413) return "payload_too_large";
  if (status === 429) return "rate_limited";
  if (status === 502 || status === 503 || status === 504) return "unavailable";
  return status >= 500 ? "internal" : "invalid_request";
}

function textOf(body: unknown, key: "message" | "hint"): string | undefined {
  if (typeof body !== "object" || body === null || !(key in body)) return undefined;
  const text: unknown = Reflect.get(body, key);
  return typeof text === "string" && text !== "" ? text : undefined;
}

/** Reads the body of a failed answer, whoever wrote it, as a problem document. */
export function problemOf(status: number, body: unknown): ProblemDocument {
  const parsed = problemDocumentSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  const message = textOf(body, "message") ?? `The server answered ${status} without saying why.`;
  return { ...localProblem(codeOfStatus(status), message, textOf(body, "hint")), status };
}

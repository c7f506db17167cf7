import { setTimeout as sleep } from "node:timers/promises";
import { WindlassError } from "@windlass/contracts/error";
import type { z } from "zod";
import { answerError, saidBy, unreachable } from "./answer-error.js";

/** How a forge's REST API is reached. */
export type Connection = {
  /** What people call the forge. */
  name: string;
  /** Without a slash at its end. */
  apiUrl: string;
  headers: Record<string, string>;
  /** Throws `address_refused` for an address that Windlass must not reach. Asked before every request. */
  checkAddress: (url: URL) => Promise<void>;
  /** What a retry waits for, times the square of its number. */
  retryBaseMs?: number;
};

export type Call<T> = {
  /** In words, as in "read the branches of acme/shop". */
  doing: string;
  method?: "GET" | "POST" | "PUT";
  /** From the API's own address, or a whole address at it. */
  path: string;
  body?: object;
  schema: z.ZodType<T>;
};

export type Answer<T> = { data: T; headers: Headers };

/** Calls a forge's API. What it throws is a WindlassError, which carries neither the request nor the answer. */
export type Client = {
  call<T>(call: Call<T>): Promise<Answer<T>>;
  /** The bytes that are at a path; null where there is nothing. */
  bytes(call: Pick<Call<unknown>, "doing" | "path">): Promise<Buffer | null>;
};

/** What the forge answered to one request that it did not do. */
export class RefusedError extends WindlassError {
  readonly answered: number;
  readonly said: string;

  constructor(error: WindlassError, answer: { status: number; said: string }) {
    super(error.code, error.message, { hint: error.hint, ...error.extra });
    this.answered = answer.status;
    this.said = answer.said;
  }
}

const timeoutMs = 20_000;
const tries = 3;
/** A rate limit that lasts longer is an error that says until when: a job waits better than a request. */
const longestWaitSeconds = 20;
const mostRedirects = 3;

/**
 * A client that tries again after network trouble and a 5xx what may be done twice, and anything after a short rate limit. It follows redirections at
 * the same host only, so that the token never leaves for another.
 */
export function openClient(connection: Connection): Client {
  const run = async (call: Omit<Call<unknown>, "schema">): Promise<Response> => {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await send(connection, call).catch((error: unknown) => unreachable(connection.name, { doing: call.doing, error }));
      const waitMs = attempt < tries ? waitBefore(outcome, { ...connection, attempt, isRepeatable: call.method !== "POST" }) : null;
      if (waitMs !== null) await sleep(waitMs);
      else if (outcome instanceof Error) throw outcome;
      else return outcome;
    }
  };
  const refuse = async (response: Response, doing: string): Promise<never> => {
    const said = saidBy(await response.text().catch(() => ""));
    throw new RefusedError(answerError(connection.name, { doing, said, status: response.status, headers: response.headers }), { status: response.status, said });
  };
  return {
    async call({ schema, ...call }) {
      const response = await run(call);
      if (!response.ok) return refuse(response, call.doing);
      const parsed = schema.safeParse(await response.json().catch(() => undefined));
      if (parsed.success) return { data: parsed.data, headers: response.headers };
      const field = parsed.error.issues[0]?.path.join(".") ?? "";
      throw new WindlassError("forge_rejected", `${connection.name} answered the request to ${call.doing} with something else than its API does: ${field || "the whole"} is missing or wrong.`);
    },
    async bytes(call) {
      const response = await run(call);
      if (response.status === 404) return null;
      return response.ok ? Buffer.from(await response.arrayBuffer()) : refuse(response, call.doing);
    },
  };
}

/** How long to wait before the same is tried again, in milliseconds; null where it is not. */
function waitBefore(outcome: Response | Error, input: { retryBaseMs?: number; attempt: number; isRepeatable: boolean }): number | null {
  const pause = (input.retryBaseMs ?? 1_000) * input.attempt ** 2;
  if (outcome instanceof Error) return input.isRepeatable && outcome instanceof WindlassError && outcome.code === "forge_unreachable" ? pause : null;
  if (outcome.status >= 500) return input.isRepeatable ? pause : null;
  if (outcome.status !== 429) return null;
  const seconds = Number(outcome.headers.get("retry-after") ?? longestWaitSeconds + 1);
  return seconds <= longestWaitSeconds ? Math.max(seconds * 1_000, pause) : null;
}

async function send({ apiUrl, headers, checkAddress }: Connection, { method = "GET", path, body }: Omit<Call<unknown>, "schema">): Promise<Response> {
  const base = new URL(apiUrl);
  let url = new URL(path.startsWith("/") ? apiUrl + path : path);
  const signal = AbortSignal.timeout(timeoutMs);
  for (let redirects = 0; ; redirects += 1) {
    if (url.origin !== base.origin) throw new Error(`${base.host} sends elsewhere, to ${url.host}`);
    await checkAddress(url);
    const response = await fetch(url, {
      method,
      headers: { accept: "application/json", "user-agent": "windlass", ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal,
      redirect: "manual",
    });
    const location = response.headers.get("location");
    if (location === null || method !== "GET" || ![301, 302, 303, 307, 308].includes(response.status)) return response;
    if (redirects === mostRedirects) throw new Error(`${base.host} redirects without end`);
    url = new URL(location, url);
  }
}

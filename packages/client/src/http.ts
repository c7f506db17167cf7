import { z } from "zod";
import { ApiError, localProblem, problemOf } from "./api-error.js";
import { queryString, type QueryValue } from "./api-path.js";

/** What every call accepts beside its own input. */
export interface CallOptions {
  signal?: AbortSignal | undefined;
}

/** What is needed of `fetch`. */
export type Send = (
  url: string,
  init: {
    method: string;
    headers: Record<string, string>;
    credentials: "same-origin";
    body?: string | Blob;
    signal?: AbortSignal;
    /** Called when the request is on its way, by those who can tell: what else takes time may be done while the server works. */
    onSent?: () => void;
  },
) => Promise<{ ok: boolean; status: number; text(): Promise<string> }>;

export interface HttpOptions {
  /** Address of the server, such as `https://windlass.example.org`; empty in a page that the server itself serves. */
  baseUrl: string;
  /** An API token (`wl_…`). Without one, the browser's session cookie is used. */
  token?: string | undefined;
  /** Defaults to the global `fetch`. */
  fetch?: Send | undefined;
  /** Called for every answer 401, before the error is thrown. */
  onUnauthenticated?: ((error: ApiError) => void) | undefined;
}

/** A schema that is loaded while the server works on its answer, for programs that make one call and end. */
export class LateSchema<Schema extends z.ZodType> {
  #loading: Promise<Schema> | undefined;
  readonly #load: () => Promise<Schema>;

  constructor(load: () => Promise<Schema>) {
    this.#load = load;
  }

  /** Rejects as loading does. */
  get(): Promise<Schema> {
    return (this.#loading ??= this.#load());
  }
}

interface Call<Schema extends z.ZodType> extends CallOptions {
  schema: Schema | LateSchema<Schema>;
  query?: Record<string, QueryValue>;
  body?: unknown;
  /** Sent as they are; in place of `body`. */
  bytes?: Blob;
  headers?: Record<string, string>;
}

/** For answers whose body says nothing that the caller needs. */
export const noAnswer = z.unknown().transform((): void => undefined);

export type Http = ReturnType<typeof openHttp>;
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The one place where requests are made and answers are checked against their schema. */
export function openHttp(options: HttpOptions) {
  const base = options.baseUrl.replace(/\/+$/, "");
  const send: Send = options.fetch ?? ((url, init) => globalThis.fetch(url, init));

  async function request<Schema extends z.ZodType>(method: Method, path: string, call: Call<Schema>): Promise<z.output<Schema>> {
    const url = base + path + queryString(call.query);
    const { response, body } = await exchange(send, url, requestInit(method, call, options.token));
    if (!response.ok) {
      const error = new ApiError(problemOf(response.status, body));
      if (response.status === 401) options.onUnauthenticated?.(error);
      throw error;
    }
    const { schema } = call;
    return checked(schema instanceof LateSchema ? await schema.get() : schema, body, `${method} ${path}`);
  }

  return {
    get: <S extends z.ZodType>(path: string, call: Call<S>) => request("GET", path, call),
    post: <S extends z.ZodType>(path: string, call: Call<S>) => request("POST", path, call),
    put: <S extends z.ZodType>(path: string, call: Call<S>) => request("PUT", path, call),
    patch: <S extends z.ZodType>(path: string, call: Call<S>) => request("PATCH", path, call),
    delete: <S extends z.ZodType>(path: string, call: Call<S>) => request("DELETE", path, call),
  };
}

function requestInit(method: Method, call: Call<z.ZodType>, token: string | undefined): Parameters<Send>[1] {
  const headers: Record<string, string> = { accept: "application/json", ...call.headers };
  if (token !== undefined) headers["authorization"] = `Bearer ${token}`;
  if (call.body !== undefined) headers["content-type"] = "application/json";
  return {
    method,
    headers,
    credentials: "same-origin",
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    ...(call.bytes === undefined ? {} : { body: call.bytes }),
    ...(call.signal === undefined ? {} : { signal: call.signal }),
    ...(call.schema instanceof LateSchema ? { onSent: beginLoading(call.schema) } : {}),
  };
}

/** Who waits for the schema later hears of a failure. */
function beginLoading(schema: LateSchema<z.ZodType>): () => void {
  return () => void schema.get().catch(() => undefined);
}

async function exchange(send: Send, url: string, init: Parameters<Send>[1]) {
  try {
    const response = await send(url, init);
    return { response, body: parseJson(await response.text()) };
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause;
    const place = url.startsWith("/") ? "the server" : new URL(url).origin;
    throw new ApiError(localProblem("server_unreachable", `No answer from ${place}: ${reasonOf(cause)}.`), { cause });
  }
}

function parseJson(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's HTML page, for example: the caller then judges by the status or the schema.
    return text;
  }
}

/** `fetch` hides what happened ("fetch failed") in the cause, and a refused connection has one cause per address. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error.cause === undefined ? error.message || error.name : reasonOf(error.cause);
}

function checked<Schema extends z.ZodType>(schema: Schema, body: unknown, call: string): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined ? "" : ` (${issue.path.join(".") || "body"}: ${issue.message})`;
  throw new ApiError(
    localProblem(
      "internal",
      `The answer to ${call} is not what this client knows${where}.`,
      "Client and server are probably of different versions: reload the page, or update the older of the two.",
    ),
    { cause: parsed.error },
  );
}

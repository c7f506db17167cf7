import { liveCloseCodes, liveFrameSchema, type LiveFrame, type LiveRequest } from "@windlass/contracts/live";
import { backoffMs } from "./backoff.js";

/** The part of the WebSocket interface that is used: a browser's own and that of the package `ws` both fit. */
export interface LiveWebSocket {
  send(data: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { code: number }) => void): void;
}
export type LiveWebSocketConstructor = new (
  url: string,
  protocols?: string[],
  options?: { headers: Record<string, string> },
) => LiveWebSocket;

export type LiveStatus = "idle" | "connecting" | "open" | "waiting" | "unauthenticated" | "closed";

export interface LiveSocketOptions {
  url: string;
  WebSocket: LiveWebSocketConstructor;
  token?: string | undefined;
  /** A frame must come at least this often (a ping is sent halfway), else the connection is given up. Default 20 s. */
  silenceLimitMs?: number | undefined;
  onOpen(): void;
  onFrame(frame: LiveFrame): void;
  onStatus(status: LiveStatus): void;
}

/** Keeps one WebSocket open: reconnects with jittered backoff, and notices a dead connection by ping and pong. */
export function openLiveSocket(options: LiveSocketOptions) {
  const silenceLimitMs = options.silenceLimitMs ?? 20_000;
  let socket: LiveWebSocket | undefined;
  let status: LiveStatus = "idle";
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let heartbeat: ReturnType<typeof setInterval> | undefined;

  function become(next: LiveStatus): void {
    if (status === next) return;
    status = next;
    options.onStatus(next);
  }

  function connect(): void {
    become("connecting");
    const opened = makeSocket(options);
    socket = opened;
    let heardAt = Date.now();
    heartbeat = setInterval(() => {
      if (Date.now() - heardAt > silenceLimitMs) lost(opened, undefined);
      else if (status === "open") opened.send(JSON.stringify({ type: "ping" } satisfies LiveRequest));
    }, silenceLimitMs / 2);
    opened.addEventListener("open", () => {
      if (socket !== opened) return;
      heardAt = Date.now();
      become("open");
      options.onOpen();
    });
    opened.addEventListener("message", (event) => {
      if (socket !== opened) return;
      heardAt = Date.now();
      failures = 0;
      const frame = parseFrame(event.data);
      if (frame !== undefined) options.onFrame(frame);
    });
    opened.addEventListener("close", (event) => lost(opened, event.code));
    // A failed connection reports `error` and then `close`; the listener keeps Node from throwing the former.
    opened.addEventListener("error", () => undefined);
  }

  function lost(which: LiveWebSocket, code: number | undefined): void {
    if (socket !== which) return;
    socket = undefined;
    clearInterval(heartbeat);
    which.close();
    if (code === liveCloseCodes.unauthenticated) return become("unauthenticated");
    become("waiting");
    retry = setTimeout(connect, backoffMs(failures));
    failures += 1;
  }

  return {
    status: () => status,
    /** Opens the connection if it was never opened, or again after `unauthenticated`. */
    open(): void {
      if (status === "idle" || status === "unauthenticated") connect();
    },
    /** Sends a request if the connection is open; `onOpen` is where requests are repeated after a reconnect. */
    send(request: LiveRequest): void {
      if (status === "open") socket?.send(JSON.stringify(request));
    },
    close(): void {
      const last = socket;
      socket = undefined;
      clearTimeout(retry);
      clearInterval(heartbeat);
      become("closed");
      last?.close(1000);
    },
  };
}

function makeSocket({ WebSocket, url, token }: LiveSocketOptions): LiveWebSocket {
  // Only a program has a token, and only its WebSocket takes headers: a browser sends the session's cookie by itself.
  return token === undefined ? new WebSocket(url) : new WebSocket(url, [], { headers: { authorization: `Bearer ${token}` } });
}

/** A frame of a kind that this client does not know is left out: a newer server may send more than an older page needs. */
function parseFrame(data: unknown): LiveFrame | undefined {
  if (typeof data !== "string") return undefined;
  try {
    return liveFrameSchema.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}

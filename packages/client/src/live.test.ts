import type { DeploymentEvent } from "@windlass/contracts/event";
import { liveCloseCodes, liveRequestSchema, type LiveFrame, type LiveRequest } from "@windlass/contracts/live";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { liveUrl, openLive, type Live } from "./live.js";
import type { EventBatch } from "./live/deployment-topic.js";

const deploymentId = "01936d5a-0000-7000-8000-000000000001";

function row(seq: number): DeploymentEvent {
  const payload = { step: null, stream: "windlass", level: "info", text: `line ${seq}` } as const;
  return { kind: "log", seq, at: "2026-11-23T00:00:00.000Z", payload };
}
const rows = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => row(from + index));

/** A server of the live protocol over a history in memory, whose faults a test chooses. */
async function startServer(port = 0) {
  const server = new WebSocketServer({ port, host: "127.0.0.1" });
  await new Promise((resolve) => server.once("listening", resolve));
  const requests: LiveRequest[] = [];
  const authorizations: (string | undefined)[] = [];
  const state = { answer: (_request: LiveRequest, _send: (frame: LiveFrame) => void): void => undefined, pong: true };
  server.on("connection", (socket, upgrade) => {
    authorizations.push(upgrade.headers.authorization);
    const send = (frame: LiveFrame) => socket.send(JSON.stringify(frame));
    socket.on("message", (data: Buffer) => {
      const request = liveRequestSchema.parse(JSON.parse(data.toString()));
      if (request.type === "ping") return state.pong ? send({ type: "pong" }) : undefined;
      requests.push(request);
      state.answer(request, send);
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    authorizations,
    state,
    broadcast: (frame: LiveFrame) => server.clients.forEach((client) => client.send(JSON.stringify(frame))),
    cut: (code?: number) => server.clients.forEach((client) => (code === undefined ? client.terminate() : client.close(code))),
    async stop() {
      server.clients.forEach((client) => client.terminate());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const frame = (events: DeploymentEvent[], done = false): LiveFrame => ({
  type: "events",
  deploymentId,
  events,
  lastSeq: events.at(-1)?.seq ?? 0,
  done,
});

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(options: { token?: string; silenceLimitMs?: number; onError?: (problem: { code: string }) => void } = {}) {
  const server = await startServer();
  cleanups.push(() => server.stop());
  const live = openLive({ url: `ws://127.0.0.1:${server.port}/api/live`, WebSocket, ...options });
  cleanups.push(() => live.close());
  return { server, live };
}

function collect(live: Live, after = 0) {
  const batches: EventBatch[] = [];
  const stop = live.subscribeDeployment(deploymentId, after, (batch) => batches.push(batch));
  return {
    stop,
    seqs: () => batches.flatMap((batch) => batch.events.map((event) => event.seq)),
    isDone: () => batches.at(-1)?.done === true,
  };
}

describe("openLive", () => {
  it("serves a deployment from its cursor and says when it is over", async () => {
    const { server, live } = await open({ token: "wl_secret" });
    server.state.answer = (_request, send) => {
      send(frame(rows(4, 6)));
      send(frame(rows(7, 7), true));
    };
    const seen = collect(live, 3);
    await vi.waitFor(() => expect(seen.isDone()).toBe(true));
    expect(seen.seqs()).toEqual([4, 5, 6, 7]);
    expect(server.requests).toEqual([{ type: "subscribe", topic: "deployment", deploymentId, after: 3 }]);
    expect(server.authorizations).toEqual(["Bearer wl_secret"]);
  });

  it("drops rows it has had", async () => {
    const { server, live } = await open();
    server.state.answer = (_request, send) => {
      send(frame(rows(1, 3)));
      send(frame(rows(2, 4)));
      send(frame(rows(1, 4)));
      send(frame(rows(5, 5), true));
    };
    const seen = collect(live);
    await vi.waitFor(() => expect(seen.isDone()).toBe(true));
    expect(seen.seqs()).toEqual([1, 2, 3, 4, 5]);
  });

  it("asks again from its cursor when it sees a gap, once for all the frames that show it", async () => {
    const { server, live } = await open();
    let asked = 0;
    server.state.answer = (_request, send) => {
      asked += 1;
      if (asked > 1) return send(frame(rows(3, 9), true));
      send(frame(rows(1, 2)));
      send(frame(rows(5, 6)));
      send(frame(rows(7, 8)));
    };
    const seen = collect(live);
    await vi.waitFor(() => expect(seen.isDone()).toBe(true));
    expect(seen.seqs()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(server.requests.map((request) => "after" in request && request.after)).toEqual([0, 2]);
  });

  it("does not believe an end that leaves rows out", async () => {
    const { server, live } = await open();
    let asked = 0;
    server.state.answer = (_request, send) => {
      asked += 1;
      if (asked === 1) send({ type: "events", deploymentId, events: rows(1, 2), lastSeq: 4, done: true });
      else send(frame(rows(3, 4), true));
    };
    const seen = collect(live);
    await vi.waitFor(() => expect(seen.isDone()).toBe(true));
    expect(seen.seqs()).toEqual([1, 2, 3, 4]);
  });

  it("resumes where it was after every cut, with no row lost or doubled (P22)", async () => {
    const { server, live } = await open();
    const history = rows(1, 60);
    server.state.answer = (request, send) => {
      const after = "after" in request ? request.after : 0;
      // Each connection gets four rows, the last of them twice, and is then cut.
      send(frame(history.slice(after, after + 3)));
      send(frame(history.slice(after + 2, after + 4), after + 4 >= history.length));
      setTimeout(() => server.cut(), 1);
    };
    const seen = collect(live);
    await vi.waitFor(() => expect(seen.isDone()).toBe(true), { timeout: 10_000 });
    expect(seen.seqs()).toEqual(history.map((event) => event.seq));
    expect(server.authorizations.length).toBeGreaterThanOrEqual(15);
  }, 15_000);

  it("comes back after the server restarts, and tells followers of changes that they missed some", async () => {
    const { server, live } = await open();
    const seen = collect(live);
    const changes = { heard: 0, missed: 0 };
    live.subscribeChanges({ onChanges: (list) => (changes.heard += list.length), onMissed: () => (changes.missed += 1) });
    server.state.answer = (request, send) => {
      if (request.type !== "subscribe") return;
      send(request.topic === "deployment" ? frame(rows(1, 3)) : { type: "missed" });
    };
    await vi.waitFor(() => expect(seen.seqs()).toEqual([1, 2, 3]));
    await vi.waitFor(() => expect(changes).toEqual({ heard: 0, missed: 1 }));
    server.broadcast({ type: "changes", changes: [{ entity: "stage", id: "1", stageId: null, serviceId: null }] });
    await vi.waitFor(() => expect(changes).toEqual({ heard: 1, missed: 1 }));
    server.broadcast({ type: "missed" });
    await vi.waitFor(() => expect(changes).toEqual({ heard: 1, missed: 2 }));
    await server.stop();
    const again = await startServer(server.port);
    cleanups.push(() => again.stop());
    again.state.answer = (request, send) => {
      if ("after" in request) send(frame(rows(request.after + 1, 5), true));
      else send({ type: "missed" });
    };
    await vi.waitFor(() => expect(seen.isDone()).toBe(true), { timeout: 10_000 });
    expect(seen.seqs()).toEqual([1, 2, 3, 4, 5]);
    await vi.waitFor(() => expect(changes.missed).toBe(3));
    expect(again.requests.map((request) => request.type !== "ping" && request.topic)).toEqual(["deployment", "changes"]);
  }, 15_000);

  it("gives each of two followers of one deployment its own rows over one socket", async () => {
    const { server, live } = await open();
    const history = rows(1, 6);
    server.state.answer = (request, send) => {
      if ("after" in request) send(frame(history.slice(request.after), false));
    };
    const late = collect(live, 4);
    await vi.waitFor(() => expect(late.seqs()).toEqual([5, 6]));
    const early = collect(live, 0);
    await vi.waitFor(() => expect(early.seqs()).toEqual([1, 2, 3, 4, 5, 6]));
    late.stop();
    server.broadcast(frame(rows(7, 7), true));
    await vi.waitFor(() => expect(early.isDone()).toBe(true));
    expect(late.seqs()).toEqual([5, 6]);
    expect(server.authorizations).toHaveLength(1);
    early.stop();
    await vi.waitFor(() => expect(server.requests.at(-1)).toEqual({ type: "unsubscribe", topic: "deployment", deploymentId }));
  });

  it("gives up a connection that has gone silent", async () => {
    const { server, live } = await open({ silenceLimitMs: 100 });
    server.state.pong = false;
    const statuses: string[] = [];
    live.onStatus((status) => statuses.push(status));
    collect(live);
    await vi.waitFor(() => expect(server.authorizations.length).toBeGreaterThan(1), { timeout: 5_000 });
    expect(statuses.slice(0, 4)).toEqual(["connecting", "open", "waiting", "connecting"]);
  });

  it("keeps a quiet connection whose pings are answered", async () => {
    const { server, live } = await open({ silenceLimitMs: 600 });
    collect(live);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(live.status()).toBe("open");
    expect(server.authorizations).toHaveLength(1);
  });

  it("stops when the server says that the session is over, until it is opened again", async () => {
    const { server, live } = await open();
    server.state.answer = () => server.cut(liveCloseCodes.unauthenticated);
    collect(live);
    await vi.waitFor(() => expect(live.status()).toBe("unauthenticated"));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(server.authorizations).toHaveLength(1);
    server.state.answer = (_request, send) => send(frame(rows(1, 1)));
    live.open();
    await vi.waitFor(() => expect(live.status()).toBe("open"));
  });

  it("hands on what the server refused", async () => {
    const problems: unknown[] = [];
    const { server, live } = await open({ onError: (problem) => problems.push(problem) });
    server.state.answer = (_request, send) => send({ type: "error", code: "not_found", message: "No such deployment." });
    collect(live);
    await vi.waitFor(() => expect(problems).toEqual([{ code: "not_found", message: "No such deployment." }]));
  });
});

describe("liveUrl", () => {
  it("follows the server's scheme", () => {
    expect(liveUrl("http://127.0.0.1:4680")).toBe("ws://127.0.0.1:4680/api/live");
    expect(liveUrl("https://windlass.example.org/")).toBe("wss://windlass.example.org/api/live");
  });
});

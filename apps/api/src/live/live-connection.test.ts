import { EventEmitter } from "node:events";
import { liveCloseCodes } from "@windlass/contracts/live";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createChangeFeed } from "./change-feed.js";
import { createEventFeed, type EventFeed, type Sink } from "./event-feed.js";
import { serveLiveConnection, type LiveConnectionOptions } from "./live-connection.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The side of a socket that the server sees, whose other side reads as slowly as told. */
class Peer extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  sent: string[] = [];
  closedWith: number | undefined;
  send(frame: string) {
    this.sent.push(frame);
  }
  close(code: number) {
    this.closedWith = code;
    this.readyState = 3;
    this.emit("close");
  }
}

function serve(change: Partial<LiveConnectionOptions> = {}) {
  const peer = new Peer();
  const sinks: Sink[] = [];
  const events: EventFeed = { ...createEventFeed({ read: async () => null, onError: () => undefined }), follow: (_id, _after, sink) => (sinks.push(sink), () => undefined) };
  const connection = serveLiveConnection({
    socket: peer as unknown as LiveConnectionOptions["socket"],
    events,
    changes: createChangeFeed(),
    mayFollow: async () => true,
    stillAuthenticated: async () => true,
    onError: () => undefined,
    ...change,
  });
  return { peer, sinks, connection };
}

const subscribe = JSON.stringify({ type: "subscribe", topic: "deployment", deploymentId: "01936d5a-0000-7000-8000-000000000001", after: 0 });

// PROOFS F28
test("a reader that takes nothing more is given nothing more, and after half a minute it is closed to resume", async () => {
  const { peer, sinks } = serve();
  peer.emit("message", Buffer.from(subscribe));
  await vi.advanceTimersByTimeAsync(1);
  expect(sinks[0]?.ready()).toBe(true);
  peer.bufferedAmount = 1_000_000;
  expect(sinks[0]?.ready()).toBe(false);
  await vi.advanceTimersByTimeAsync(29_000);
  expect(peer.closedWith).toBeUndefined();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(peer.closedWith).toBe(liveCloseCodes.tooSlow);
});

test("a reader that catches up in time stays", async () => {
  const { peer } = serve();
  for (let round = 0; round < 10; round += 1) {
    peer.bufferedAmount = 1_000_000;
    await vi.advanceTimersByTimeAsync(20_000);
    peer.bufferedAmount = 0;
    await vi.advanceTimersByTimeAsync(6_000);
  }
  expect(peer.closedWith).toBeUndefined();
});

test("a session that has ended ends the socket: when told at once, else within a minute or so", async () => {
  let signedIn = true;
  const first = serve({ stillAuthenticated: async () => signedIn });
  const second = serve({ stillAuthenticated: async () => signedIn });
  signedIn = false;
  first.connection.recheck();
  await vi.advanceTimersByTimeAsync(1);
  expect(first.peer.closedWith).toBe(liveCloseCodes.unauthenticated);
  expect(second.peer.closedWith).toBeUndefined();
  await vi.advanceTimersByTimeAsync(70_000);
  expect(second.peer.closedWith).toBe(liveCloseCodes.unauthenticated);
});

test("whoever begins to hear of changes is told at once that earlier ones were missed", async () => {
  let allow = (_may: boolean): void => undefined;
  const changes = createChangeFeed();
  const { peer } = serve({ changes, mayFollow: () => new Promise((resolve) => (allow = resolve)) });
  peer.emit("message", Buffer.from(subscribe));
  peer.emit("message", Buffer.from(JSON.stringify({ type: "subscribe", topic: "changes" })));
  await vi.advanceTimersByTimeAsync(1);
  const change = { entity: "deployment", id: "d1", stageId: "s1", serviceId: "v1" } as const;
  changes.push(change);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(peer.sent).toEqual([]);
  allow(true);
  await vi.advanceTimersByTimeAsync(1);
  changes.push({ ...change, id: "d2" });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(peer.sent.map((frame) => JSON.parse(frame))).toEqual([{ type: "missed" }, { type: "changes", changes: [{ ...change, id: "d2" }] }]);
});

import { liveFrameSchema, type LiveFrame } from "@windlass/contracts/live";
import type { DeploymentEvent } from "@windlass/contracts/event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { mostFrameRows } from "@windlass/operations/deployment/follow-events";
import { createEventFeed, type EventFeed, type Sink } from "./event-feed.js";

const deploymentId = "01936d5a-0000-7000-8000-000000000001";

function row(seq: number): DeploymentEvent {
  return {
    kind: "log",
    seq,
    at: "2026-11-23T00:00:00.000Z",
    payload: { step: null, stream: "windlass", level: "info", text: `line ${seq}` },
  };
}

/** A history that grows, and how often it was read. */
function history() {
  const rows: DeploymentEvent[] = [];
  const state = { ended: false, reads: 0, failures: 0 };
  return {
    state,
    append(count: number) {
      for (let index = 0; index < count; index += 1) rows.push(row(rows.length + 1));
    },
    async read(_id: string, after: number, limit: number) {
      state.reads += 1;
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (state.failures > 0) {
        state.failures -= 1;
        throw new Error("Postgres is away");
      }
      const events = rows.slice(after, after + limit);
      return { eventsJson: JSON.stringify(events), upTo: after + events.length, lastSeq: rows.length, ended: state.ended };
    },
  };
}

function follower() {
  const frames: Extract<LiveFrame, { type: "events" }>[] = [];
  const state = { ready: true, callback: (): void => undefined };
  const sink: Sink = {
    ready: () => state.ready,
    whenReady: (callback) => {
      state.callback = callback;
    },
    send(text) {
      const frame = liveFrameSchema.parse(JSON.parse(text.toString()));
      if (frame.type === "events") frames.push(frame);
    },
  };
  return {
    sink,
    state,
    frames,
    seqs: () => frames.flatMap((frame) => frame.events.map((event) => event.seq)),
    isDone: () => frames.at(-1)?.done === true,
  };
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
let feed: EventFeed | undefined;
afterEach(() => feed?.close());

function open(source: ReturnType<typeof history>, recheckIntervalMs = 60_000) {
  const errors: unknown[] = [];
  feed = createEventFeed({ read: (id, after, limit) => source.read(id, after, limit), onError: (error) => errors.push(error), recheckIntervalMs });
  return { feed, errors };
}

describe("the event feed", () => {
  it("has what is behind a full frame read while the frame is sent, and reads it again where that failed (P21)", async () => {
    const source = history();
    source.append(2 * mostFrameRows + 1);
    source.state.ended = true;
    const { feed: events, errors } = open(source, 20);
    const viewer = follower();
    const readsAtSend: number[] = [];
    events.follow(deploymentId, 0, {
      ...viewer.sink,
      send: (frame) => {
        readsAtSend.push(source.state.reads);
        if (readsAtSend.length === 1) source.state.failures = 1;
        viewer.sink.send(frame);
      },
    });
    await vi.waitFor(() => expect(viewer.isDone()).toBe(true));
    expect(readsAtSend[0]).toBe(2);
    expect(errors).toHaveLength(1);
    expect(viewer.seqs()).toEqual(upTo(2 * mostFrameRows + 1));
  });

  it("serves what there is and what comes, in order, and says when it is over", async () => {
    const source = history();
    source.append(2_450);
    const { feed: events } = open(source);
    const seen = follower();
    events.follow(deploymentId, 0, seen.sink);
    await vi.waitFor(() => expect(seen.seqs()).toEqual(upTo(2_450)));
    expect(seen.frames.every((frame) => frame.events.length <= mostFrameRows)).toBe(true);
    expect(seen.isDone()).toBe(false);
    source.append(3);
    source.state.ended = true;
    events.wake(deploymentId);
    await vi.waitFor(() => expect(seen.isDone()).toBe(true));
    expect(seen.seqs()).toEqual(upTo(2_453));
  });

  it("loses nothing when hints arrive while it reads", async () => {
    const source = history();
    const { feed: events } = open(source);
    const seen = follower();
    events.follow(deploymentId, 0, seen.sink);
    for (let round = 0; round < 50; round += 1) {
      source.append(7);
      events.wake(deploymentId);
      await new Promise((resolve) => setTimeout(resolve, round % 3));
    }
    await vi.waitFor(() => expect(seen.seqs()).toEqual(upTo(350)));
  });

  it("finds rows whose hint was lost", async () => {
    const source = history();
    const { feed: events } = open(source, 20);
    const seen = follower();
    events.follow(deploymentId, 0, seen.sink);
    source.append(5);
    await vi.waitFor(() => expect(seen.seqs()).toEqual(upTo(5)));
  });

  it("reads once for all followers at the same place", async () => {
    const source = history();
    const { feed: events } = open(source);
    const viewers = Array.from({ length: 100 }, follower);
    for (const viewer of viewers) events.follow(deploymentId, 0, viewer.sink);
    await vi.waitFor(() => expect(source.state.reads).toBeGreaterThan(0));
    await new Promise((resolve) => setTimeout(resolve, 30));
    const before = source.state.reads;
    source.append(10);
    events.wake(deploymentId);
    await vi.waitFor(() => expect(viewers.every((viewer) => viewer.seqs().length === 10)).toBe(true));
    expect(source.state.reads - before).toBeLessThanOrEqual(2);
  });

  it("keeps a slow follower's rows in the history and does not hold up the others (F28)", async () => {
    const source = history();
    const { feed: events } = open(source);
    const slow = follower();
    const quick = follower();
    slow.state.ready = false;
    events.follow(deploymentId, 0, slow.sink);
    events.follow(deploymentId, 0, quick.sink);
    source.append(500);
    events.wake(deploymentId);
    await vi.waitFor(() => expect(quick.seqs()).toEqual(upTo(500)));
    expect(slow.seqs()).toEqual([]);
    slow.state.ready = true;
    slow.state.callback();
    await vi.waitFor(() => expect(slow.seqs()).toEqual(upTo(500)));
  });

  it("goes on after a read that failed", async () => {
    const source = history();
    source.append(3);
    source.state.failures = 2;
    const { feed: events, errors } = open(source, 20);
    const seen = follower();
    events.follow(deploymentId, 0, seen.sink);
    await vi.waitFor(() => expect(seen.seqs()).toEqual([1, 2, 3]));
    expect(errors).toHaveLength(2);
  });

  it("resumes from any cursor, and answers one at the end of an ended deployment at once", async () => {
    const source = history();
    source.append(10);
    source.state.ended = true;
    const { feed: events } = open(source);
    const [middle, end] = [follower(), follower()];
    events.follow(deploymentId, 6, middle.sink);
    events.follow(deploymentId, 10, end.sink);
    await vi.waitFor(() => expect(middle.isDone() && end.isDone()).toBe(true));
    expect(middle.seqs()).toEqual([7, 8, 9, 10]);
    expect(end.seqs()).toEqual([]);
  });

  it("sends nothing to a follower that has left", async () => {
    const source = history();
    const { feed: events } = open(source);
    const seen = follower();
    const unfollow = events.follow(deploymentId, 0, seen.sink);
    unfollow();
    source.append(5);
    events.wake(deploymentId);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(seen.frames).toEqual([]);
  });
});

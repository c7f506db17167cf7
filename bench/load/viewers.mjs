// Many viewers of one log, real WebSocket clients in a process of their own. They count, and they check that every
// line came once and in order; the same frame is parsed once for all, so that what is measured is the server.
import { setTimeout as delay } from "node:timers/promises";
import WebSocket from "ws";
import { onRequest, settingsOfProgram } from "../fork.mjs";
import { readFloorFrame, readProductFrame } from "./frames.mjs";

const { url, headers = {}, count, subscribe, floor = false, secret = null } = settingsOfProgram();
const readFrame = floor ? readFloorFrame : readProductFrame;
const connectAtOnce = 50;
const longestMs = 20_000;

/** @typedef {{ socket: WebSocket, lines: number, next: number }} Viewer */
/** @type {Viewer[]} */
let viewers = [];
/** @type {{ data: Buffer, frame: import("./frames.mjs").Frame }[]} */
const recent = [];
const wrong = new Set();
/** How many lines were so many milliseconds old when they came. */
const ages = new Float64Array(longestMs + 1);
let firstWrittenAt = Number.POSITIVE_INFINITY;
let lastCameAt = 0;
let masked = 0;
let bytes = 0;
let firstFrameAt = 0;

/** @param {Buffer} data */
function frameOf(data) {
  const known = recent.find((one) => one.data.length === data.length && one.data.equals(data));
  if (known) return known.frame;
  const text = data.toString();
  if (secret !== null && text.includes(secret)) wrong.add("A secret was shown");
  const frame = readFrame(text);
  recent.unshift({ data, frame });
  recent.length = Math.min(recent.length, 16);
  return frame;
}

/** @param {Viewer} viewer @param {Buffer} data */
function take(viewer, data) {
  const frame = frameOf(data);
  const now = Date.now();
  if (frame.error !== null) wrong.add(frame.error);
  if (frame.rows === 0) return;
  firstFrameAt ||= performance.now();
  if (frame.firstSeq !== viewer.next) wrong.add(`Row ${frame.firstSeq} came where ${viewer.next} was due`);
  viewer.next = frame.firstSeq + frame.rows;
  bytes += data.length;
  masked += frame.masked;
  viewer.lines += frame.writtenAt.length;
  for (const at of frame.writtenAt) ages[Math.min(longestMs, Math.max(0, now - at))] += 1;
  if (frame.writtenAt.length > 0) {
    firstWrittenAt = Math.min(firstWrittenAt, frame.writtenAt[0] ?? now);
    lastCameAt = now;
  }
}

/** @returns {Promise<Viewer>} */
function openViewer() {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers, perMessageDeflate: false });
    const viewer = { socket, lines: 0, next: (subscribe?.after ?? 0) + 1 };
    socket.on("message", (data) => take(viewer, /** @type {Buffer} */ (data)));
    socket.once("open", () => {
      if (subscribe) socket.send(JSON.stringify(subscribe));
      resolve(viewer);
    });
    socket.on("error", reject);
  });
}

while (viewers.length < count) {
  const more = Math.min(connectAtOnce, count - viewers.length);
  viewers = [...viewers, ...(await Promise.all(Array.from({ length: more }, openViewer)))];
}

/** Waits until every viewer has so many lines. */
onRequest("lines", async ({ lines, timeoutMs }) => {
  const deadline = Date.now() + timeoutMs;
  while (viewers.some((viewer) => viewer.lines < lines) && Date.now() < deadline) await delay(20);
  const extra = viewers.find((viewer) => viewer.lines !== lines);
  if (extra) wrong.add(`A viewer has ${extra.lines} of ${lines} lines`);
  const seconds = (lastCameAt - firstWrittenAt) / 1_000;
  const delivered = viewers.reduce((sum, viewer) => sum + viewer.lines, 0);
  return { seconds, delivered, masked, bytes, wrong: [...wrong], p50: ageAt(0.5), p99: ageAt(0.99), firstFrameAt };
});

/** Seconds. @param {number} share */
function ageAt(share) {
  const total = ages.reduce((sum, lines) => sum + lines, 0);
  let seen = 0;
  const index = ages.findIndex((lines) => (seen += lines) >= total * share);
  return index / 1_000;
}

process.send?.({ type: "ready", startedAt: performance.now() });

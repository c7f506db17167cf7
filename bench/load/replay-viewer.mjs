// One viewer that comes late: how soon the first frame is there, and how fast all the others are.
import WebSocket from "ws";
import { onRequest, settingsOfProgram } from "../fork.mjs";
import { readFloorFrame, readProductFrame } from "./frames.mjs";

const { url, headers = {}, subscribe, floor = false } = settingsOfProgram();
const readFrame = floor ? readFloorFrame : readProductFrame;

onRequest("replay", ({ lines: expected }) => {
  const startedAt = performance.now();
  const socket = new WebSocket(url, { headers, perMessageDeflate: false });
  /** @type {string[]} */
  const wrong = [];
  let next = 1;
  let lines = 0;
  let firstFrameSeconds = 0;
  return new Promise((resolve, reject) => {
    socket.once("open", () => subscribe && socket.send(JSON.stringify(subscribe)));
    socket.on("error", reject);
    socket.on("message", (data) => {
      const frame = readFrame(data.toString());
      firstFrameSeconds ||= (performance.now() - startedAt) / 1_000;
      if (frame.error !== null) wrong.push(frame.error);
      if (frame.rows === 0) return;
      if (frame.firstSeq !== next) wrong.push(`Row ${frame.firstSeq} came where ${next} was due`);
      next = frame.firstSeq + frame.rows;
      lines += frame.writtenAt.length;
      if (lines < expected) return;
      const seconds = (performance.now() - startedAt) / 1_000;
      if (lines > expected) wrong.push(`${lines} lines came instead of ${expected}`);
      socket.terminate();
      resolve({ perSecond: lines / seconds, firstFrameSeconds, wrong });
    });
  });
});
process.send?.({ type: "ready" });

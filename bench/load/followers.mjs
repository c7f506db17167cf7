// Viewers with the product's own client, whose connections are broken at random. Each keeps all it was told.
import { openLive } from "@windlass/client/live";
import WebSocket from "ws";
import { onRequest, settingsOfProgram } from "../fork.mjs";

const { url, token, count, deploymentId } = settingsOfProgram();

/** @type {Set<WebSocket>} */
const open = new Set();
class BreakableWebSocket extends WebSocket {
  /** @param {string} address @param {string[]} protocols @param {object} options */
  constructor(address, protocols, options) {
    super(address, protocols, options);
    open.add(this);
    this.on("close", () => open.delete(this));
  }
}

const followers = Array.from({ length: count }, () => {
  /** @type {{ seqs: number[], lines: number[], done: boolean }} */
  const told = { seqs: [], lines: [], done: false };
  const live = openLive({ url, token, WebSocket: BreakableWebSocket });
  live.subscribeDeployment(deploymentId, 0, ({ events, done }) => {
    for (const event of events) {
      told.seqs.push(event.seq);
      const number = event.kind === "log" && event.payload.stream === "stdout" ? /^\d{13} (\d+) /.exec(event.payload.text)?.[1] : undefined;
      if (number !== undefined) told.lines.push(Number(number));
    }
    told.done ||= done;
  });
  return told;
});

onRequest("break", async () => {
  const sockets = [...open].filter((socket) => socket.readyState === socket.OPEN);
  const victim = sockets[Math.floor(Math.random() * sockets.length)];
  victim?.terminate();
  return { broken: victim === undefined ? 0 : 1 };
});
onRequest("state", async () => ({ done: followers.filter((told) => told.done).length, seen: Math.min(...followers.map((told) => told.seqs.length)) }));
onRequest("result", async ({ rows, lines }) => {
  const lost = followers.map((told) => rows - new Set(told.seqs).size + lines - new Set(told.lines).size);
  const doubled = followers.map((told) => told.seqs.length - new Set(told.seqs).size + told.lines.length - new Set(told.lines).size);
  const disordered = followers.filter((told) => told.seqs.some((seq, index) => seq !== index + 1)).length;
  return { lost: sum(lost), doubled: sum(doubled), disordered };
});

/** @param {number[]} values */
const sum = (values) => values.reduce((total, value) => total + value, 0);
process.send?.({ type: "ready" });

import { startProgram } from "./fork.mjs";
import { withPrintingProduct } from "./log-stream.mjs";
import { newRow } from "./rows.mjs";

const lines = 100_000;

/**
 * The whole log of a deployment that has ended, to a viewer that has nothing yet.
 * @param {{ folder: string, rounds: number }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export function benchLogReplay({ folder, rounds }) {
  return withPrintingProduct(folder, (bench) => measureReplay(bench, rounds));
}

/** @param {import("./log-stream.mjs").Bench} bench @param {number} rounds */
async function measureReplay({ product, prepare }, rounds) {
  const prepared = await prepare({ lines, viewers: 0 });
  await prepared.begin();
  await prepared.ended();
  const floor = await startProgram("floors/replay-server.mjs", { databaseUrl: product.adminUrl, lines });
  const ours = await startProgram("load/replay-viewer.mjs", {
    url: `${product.url.replace("http", "ws")}/api/live`,
    headers: { authorization: `Bearer ${product.token}` },
    subscribe: { type: "subscribe", topic: "deployment", deploymentId: prepared.id, after: 0 },
  });
  const peer = await startProgram("load/replay-viewer.mjs", { url: floor.ready.url, floor: true });
  const peerName = "compressed chunks";
  const rate = newRow("P21", "replay of 100,000 lines", { goal: 0.3, better: "more", unit: "per second", peerName });
  const first = newRow("P21", "its first frame", { limit: 0.15, peerName });
  for (let round = 0; round < rounds; round += 1) {
    for (const side of round % 2 === 0 ? [ours, peer] : [peer, ours]) {
      const seen = await side.ask("replay", { lines });
      rate[side === ours ? "ours" : "peer"].push(seen.perSecond);
      first[side === ours ? "ours" : "peer"].push(seen.firstFrameSeconds);
      rate.wrong.push(...seen.wrong.slice(0, 3));
    }
  }
  for (const program of [ours, peer, floor]) await program.stop();
  return [rate, first];
}

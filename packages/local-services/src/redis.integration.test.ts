import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { signalProcess } from "./child.js";
import { startRedis } from "./redis.js";

/** Sends commands in Redis's inline form and collects what comes back until it says goodbye. */
function ask(port: number, commands: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(`${commands}\r\nQUIT\r\n`));
    socket.on("data", (data) => (answer += data.toString()));
    socket.once("close", () => resolve(answer));
    socket.once("error", reject);
  });
}

test("our Redis evicts nothing, asks for a password, is gone after stop, and comes back at the same address", async () => {
  const folder = mkdtempSync(join(tmpdir(), "windlass-redis-"));
  const at = { dataDir: join(folder, "data"), logFile: join(folder, "log") };
  const redis = await startRedis(at);
  const { port, password } = redis.address;
  expect(await ask(port, "PING")).toContain("NOAUTH");
  expect(await ask(port, `AUTH ${password}\r\nCONFIG GET maxmemory-policy`)).toContain("noeviction");
  await redis.stop();
  expect(signalProcess(redis.child.pid, 0)).toBe(false);
  const again = await startRedis({ ...at, address: redis.address });
  expect(again.url).toBe(redis.url);
  await again.stop();
  rmSync(folder, { recursive: true });
});

import { spawn } from "node:child_process";
import { expect, it } from "vitest";
import { measureProcesses } from "./measure-processes.js";

it.runIf(process.platform === "linux")("counts nothing while what is to be inside still sees the server's own processes", async () => {
  const outer = spawn("sh", ["-c", "sleep 30 & echo; wait"], { stdio: ["ignore", "pipe", "ignore"], detached: true });
  try {
    await new Promise((resolve) => outer.stdout.once("data", resolve));
    const { pid } = outer;
    if (pid === undefined) throw new Error("The shell could not be started.");
    for (const inDetail of [false, true]) expect(await measureProcesses(pid, { inDetail })).toBeNull();
  } finally {
    // With the one that it started.
    if (outer.pid !== undefined) process.kill(-outer.pid, "SIGKILL");
  }
});

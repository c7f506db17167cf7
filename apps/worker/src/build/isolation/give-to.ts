import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { runProcess } from "../../process/run-process.js";

/** What root made is given to the builds' user. The cache only once: what builds put there is theirs. */
export async function giveTo(user: number | null, { own, cache, signal }: { own: readonly string[]; cache: string; signal: AbortSignal }): Promise<void> {
  if (user === null) return;
  const cacheIsTheirs = (await stat(cache)).uid === user;
  const paths = cacheIsTheirs ? own : [...own, cache];
  const given = await runProcess({
    program: "chown",
    args: ["-R", "--no-dereference", `${user}:${user}`, "--", ...paths],
    cwd: dirname(cache),
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin" },
    timeoutMs: 120_000,
    signal,
  });
  if (given.ended !== "exited" || given.code !== 0) throw new Error(`The build's files could not be given to its user: ${JSON.stringify(given)}`);
}

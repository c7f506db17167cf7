import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../steps/failure.mjs";
import { root } from "../steps/layout.mjs";
import { run, tail } from "../steps/run.mjs";

/**
 * Makes the git repository of the sample service, unless it is there: it belongs to the person who tries Windlass,
 * who may have committed to it.
 * @param {string} dataDir @param {AbortSignal} signal @returns {Promise<string>} its path
 */
export async function ensureSampleRepository(dataDir, signal) {
  const path = join(dataDir, "sample");
  if (existsSync(join(path, ".git", "refs", "heads", "main"))) return path;
  cpSync(join(root, "examples/hello-http"), path, { recursive: true });
  const identity = ["-c", "user.name=Windlass", "-c", "user.email=windlass@localhost", "-c", "commit.gpgsign=false"];
  for (const args of [["init", "--quiet", "--initial-branch=main"], ["add", "--all"], [...identity, "commit", "--quiet", "--no-verify", "--message=Say hello"]]) {
    const { code, output } = await run("git", args, { cwd: path, signal });
    if (code !== 0) throw new Failure(`git could not make the sample repository: ${tail(output, 3)}`, `Delete ${path} and start again.`);
  }
  return path;
}

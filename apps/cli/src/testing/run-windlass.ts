import { Readable } from "node:stream";
import { run } from "../run.js";

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a command line as a process would, with nothing of this process but what it is given. `written` shows what it has
 * written so far; with `terminalColumns`, both outputs are a terminal of that width.
 */
export async function runWindlass(
  args: readonly string[],
  env: Record<string, string> = {},
  { stdin = "", written = { stdout: "", stderr: "" }, terminalColumns = 0, cwd = "/" } = {},
): Promise<Outcome> {
  const terminal = terminalColumns > 0 ? { isTTY: true, columns: terminalColumns } : {};
  const code = await run(args, {
    stdin: Readable.from([stdin]),
    stdout: { write: (text) => (written.stdout += text), ...terminal },
    stderr: { write: (text) => (written.stderr += text), ...terminal },
    env: { XDG_CONFIG_HOME: "/nonexistent", ...env },
    cwd,
    signal: new AbortController().signal,
  });
  return { code, ...written };
}

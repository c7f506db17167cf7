import { diskFullError, saysDiskFull } from "../disk-full.js";
import { runProcess } from "../process/run-process.js";

export type GitResult = { ok: true; stdout: string } | { ok: false; code: number | null; stderr: string };

export type Git = {
  /** Runs git with these arguments. Throws the signal's reason when it aborted, and `disk_full` when that is why git failed. */
  run(args: readonly string[]): Promise<GitResult>;
};

export type GitInput = {
  env: Record<string, string>;
  cwd: string;
  timeoutMs: number;
  signal: AbortSignal;
  /** Cleans what git says of secrets before it becomes part of an error. */
  mask: (text: string) => string;
};

const longestStdout = 4 * 1024 * 1024;
const longestStderr = 16 * 1024;

/** Makes a runner of git in one directory with one environment. */
export function openGit(input: GitInput): Git {
  return {
    async run(args) {
      const stdout = keepFirst(longestStdout);
      const stderr = keepFirst(longestStderr);
      const end = await runProcess({
        ...input,
        program: "git",
        args,
        onStdout: stdout.push,
        onStderr: stderr.push,
      });
      if (end.ended === "exited" && end.code === 0) return { ok: true, stdout: stdout.text() };
      if (saysDiskFull(stderr.text())) throw diskFullError("git could not write the repository's files");
      if (end.ended === "exited") return { ok: false, code: end.code, stderr: input.mask(stderr.text().trim()) };
      return { ok: false, code: null, stderr: describe(end) };
    },
  };

  function describe(end: { ended: string; reason?: string; signal?: string }): string {
    if (end.ended === "timed_out") return `git took longer than ${Math.round(input.timeoutMs / 1000)} s`;
    if (end.ended === "not_started") return `git could not be started (${end.reason ?? "unknown"}): is it installed on the server?`;
    return `git was ended by ${end.signal ?? "a signal"}`;
  }
}

function keepFirst(limit: number): { push: (chunk: Buffer) => void; text: () => string } {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    push: (chunk) => {
      if (size < limit) chunks.push(chunk.subarray(0, limit - size));
      size += chunk.length;
    },
    text: () => Buffer.concat(chunks).toString("utf8"),
  };
}

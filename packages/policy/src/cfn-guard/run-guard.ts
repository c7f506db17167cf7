import { WindlassError } from "@windlass/contracts/error";
import { spawn } from "node:child_process";
import { guardBinary } from "./guard-binary.js";

export interface GuardInput {
  /** Texts in cfn-guard's language. */
  rules: string[];
  /** The document to check, as JSON text. */
  data: string;
  signal?: AbortSignal | undefined;
  timeLimitMs?: number | undefined;
}

/** Checking 150 functions with 20 variables each takes 3 s on two slow cores. */
const defaultTimeLimitMs = 60_000;
/** cfn-guard's exit codes for "all rules hold" and "some do not"; every other one means that it did not check. */
const checkedExitCodes = [0, 19];
const reportLimitBytes = 64 * 1024 * 1024;

/**
 * Runs `cfn-guard` on one document and returns its structured report, as JSON text. Rules and document go in by
 * standard input, so that nothing of a template is left on the disk.
 *
 * @throws WindlassError `worker_failed` when cfn-guard could not check, or took too long; the signal's reason when aborted.
 */
export async function runGuard(input: GuardInput): Promise<string> {
  input.signal?.throwIfAborted();
  const args = ["validate", "--payload", "--structured", "--output-format", "json", "--show-summary", "none"];
  const timeout = AbortSignal.timeout(input.timeLimitMs ?? defaultTimeLimitMs);
  const signal = input.signal === undefined ? timeout : AbortSignal.any([input.signal, timeout]);
  const { code, stdout, stderr } = await run(args, JSON.stringify({ rules: input.rules, data: [input.data] }), signal).catch(
    (cause: unknown) => {
      input.signal?.throwIfAborted();
      const reason = timeout.aborted ? "took too long" : `could not be run: ${cause instanceof Error ? cause.message : String(cause)}`;
      throw new WindlassError("worker_failed", `The policy check ${reason}.`, { cause });
    },
  );
  if (code === null || !checkedExitCodes.includes(code) || stderr !== "") {
    // Not the text itself: it may quote values of the template.
    const words = /panicked at [^\n]*|Parsing error handling rule file = \w+/.exec(stderr)?.[0] ?? `exit code ${code}`;
    throw new WindlassError("worker_failed", `The policy check failed: cfn-guard ended with ${words}.`);
  }
  return stdout;
}

function run(args: string[], stdin: string, signal: AbortSignal) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    const child = spawn(guardBinary(), args, { env: {}, signal, killSignal: "SIGKILL", stdio: ["pipe", "pipe", "pipe"] });
    const output = { stdout: [] as Buffer[], stderr: [] as Buffer[], bytes: 0 };
    const keep = (stream: "stdout" | "stderr") => (chunk: Buffer) => {
      output[stream].push(chunk);
      output.bytes += chunk.length;
      if (output.bytes > reportLimitBytes) child.kill("SIGKILL");
    };
    child.stdout.on("data", keep("stdout"));
    child.stderr.on("data", keep("stderr"));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, stdout: Buffer.concat(output.stdout).toString(), stderr: Buffer.concat(output.stderr).toString() });
    });
    // When cfn-guard ends before it has read everything, its exit code tells; the broken pipe says nothing more.
    child.stdin.on("error", () => undefined);
    child.stdin.end(stdin);
  });
}

import { exitCodes } from "./exit-code.js";
import { run } from "./run.js";

const interrupt = new AbortController();
process.once("SIGINT", () => {
  interrupt.abort();
  // What ignores the signal is not waited for.
  process.once("SIGINT", () => process.exit(exitCodes.interrupted));
});
// A reader that goes away, such as `head`, ends the output, and is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(exitCodes.ok);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: interrupt.signal,
});

import { config } from "zod";
import { exitCodes } from "./exit-code.js";
import { run } from "./run.js";

// Code that is made for a schema pays after hundreds of values; a command reads a few.
config({ jitless: true });

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

const io = {
  // Asked for, it is opened, which few commands need.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: interrupt.signal,
};
// Not awaited here: a file that the build puts into one with others cannot wait at its top level.
void run(process.argv.slice(2), io).then((code) => {
  process.exitCode = code;
  // What is still open, such as a socket that says good-bye, is not waited for; what was printed is.
  process.stdout.write("", () => process.stderr.write("", () => process.exit()));
});

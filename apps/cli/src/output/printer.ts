import type { CliIo } from "../io.js";

export type Printer = ReturnType<typeof createPrinter>;

/**
 * The only place that writes. With `json`, standard output gets one JSON value and everything else goes to standard
 * error; without, results are text for people on standard output.
 */
export function createPrinter(io: Pick<CliIo, "stdout" | "stderr">, json: boolean) {
  return {
    json,
    /** Whether a person looks on: then progress may be drawn over. */
    interactive: io.stderr.isTTY === true,
    /** What the command was asked for: `value` for programs, `text` for people. */
    result(value: unknown, text: string | (() => string)): void {
      if (json) io.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
      else io.stdout.write(`${typeof text === "string" ? text : text()}\n`);
    },
    /** A line of a stream that is itself the result for people, such as a log. */
    line(text: string): void {
      (json ? io.stderr : io.stdout).write(`${text}\n`);
    },
    /** What helps to understand, and is no result. */
    note(text: string): void {
      io.stderr.write(`${text}\n`);
    },
    /** Draws over the line before; only where a person looks on. */
    status(text: string): void {
      if (io.stderr.isTTY === true) io.stderr.write(`\r\u001b[2K${text.slice(0, (io.stderr.columns ?? 80) - 1)}`);
    },
  };
}

import type { CliIo } from "../io.js";

/** Reads a password from standard input to its end; one line break at the end is not part of it. */
export async function readPassword(stdin: CliIo["stdin"]): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8").replace(/\r?\n$/, "");
}

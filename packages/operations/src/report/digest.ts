import { createHash } from "node:crypto";

/** Tells whether two reports are the same. */
export function digestOf(report: unknown): string {
  return createHash("sha256").update(JSON.stringify(report)).digest("hex").slice(0, 32);
}

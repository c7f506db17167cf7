import { writeFileSync } from "node:fs";
import { setPriority } from "node:os";

/** Pages that people wait for go before builds, which inherit this and may take every core: 0 is normal, 19 the lowest. */
const niceness = 5;

/** Where processors are short, the others of this server have them first. */
export function goLast(): void {
  setPriority(niceness);
  try {
    // Linux divides processors among sessions first, if it was told to, and the worker may be one of its own.
    writeFileSync("/proc/self/autogroup", String(niceness));
  } catch {
    // Another system, or one that was not told to.
  }
}

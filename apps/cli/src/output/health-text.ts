import type { ServerHealth } from "@windlass/contracts/health";
import { plainText } from "./plain-text.js";

/** How a server is, for people: its workers, and each trouble with what to do about it. */
export function healthText({ troubles, workers }: ServerHealth): string {
  const who = workers === null ? [] : [workers === 1 ? "1 worker listens." : `${workers} workers listen.`];
  if (troubles.length === 0) return ["All is well.", ...who].join(" ");
  return [...troubles.map(({ code, message, hint }) => `${code}: ${plainText(message)}\n  hint: ${plainText(hint)}`), ...who].join("\n");
}

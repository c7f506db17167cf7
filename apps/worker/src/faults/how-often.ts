/** Whether this is `npm run test:faults`, which repeats every fault; `npm test` runs the short form of each. */
export const isWhole = process.env["WINDLASS_FAULTS"] === "whole";

/** How often a fault is repeated: once or so in the short form, and as PROOFS.md asks for, or as time allows, in the whole. */
export function repeats(short: number, whole: number): number[] {
  return Array.from({ length: isWhole ? whole : short }, (_, index) => index + 1);
}

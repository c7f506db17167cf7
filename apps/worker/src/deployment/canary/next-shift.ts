import type { CanaryReport } from "@windlass/contracts/canary";

/** What is next: another share, some time on this one, or the stack, once the new versions have all traffic. */
export type NextShift = { next: "shift"; share: number } | { next: "wait"; waitMs: number } | { next: "settle" };

export function nextShift({ steps, stepSeconds, shifts }: Pick<CanaryReport, "steps" | "stepSeconds" | "shifts">, now: Date): NextShift {
  const last = shifts.at(-1);
  if (last?.share === 100) return { next: "settle" };
  const waitMs = last ? Date.parse(last.at) + stepSeconds * 1_000 - now.getTime() : 0;
  if (waitMs > 0) return { next: "wait", waitMs };
  return { next: "shift", share: steps.find((share) => share > (last?.share ?? 0)) ?? 100 };
}

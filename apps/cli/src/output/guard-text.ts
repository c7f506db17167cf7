import type { CanaryReport } from "@windlass/contracts/canary";
import type { GuardReport } from "@windlass/contracts/guard";
import type { StageSettings } from "@windlass/contracts/stage-settings";
import { plainText } from "./plain-text.js";
import { formatTable } from "./table.js";
import { formatDuration } from "./time.js";

const units = { error_rate: "points", p95_duration: "%" } as const;

/** What watches the releases of a stage, for people. */
export function guardSettingsText({ guards, canary }: Pick<StageSettings, "guards" | "canary">): string {
  const rows = [
    ...guards.smoke.map(({ method, path, status, body }) => ["smoke", `${method} ${path}`, `answers ${status}${body === null ? "" : `, body matches /${body}/`}`]),
    ...guards.alarms.map((name) => ["alarm", name, "does not ring"]),
    ...guards.metrics.map(({ metric, maxIncrease, minimumSamples }) => ["metric", metric, `rises by at most ${maxIncrease} ${units[metric]}, from ${minimumSamples} invocations on`]),
  ];
  const watched = rows.length === 0 ? "No guards. Set them with: windlass stages guards SERVICE STAGE --set-file guards.json" : formatTable(rows.map((row) => row.map(plainText)));
  const bake = `bake time  ${guards.bakeSeconds === 0 ? "none" : formatDuration(guards.bakeSeconds * 1_000)}`;
  const shift = `canary     ${canary === null ? "off: new versions get all traffic at once" : `${canary.steps.join(" → ")} %, ${formatDuration(canary.stepSeconds * 1_000)} each`}`;
  return [watched, bake, shift].join("\n");
}

/** How the guards of a deployment stand, row by row. */
export function guardRows({ guards }: GuardReport): string[][] {
  return guards.map(({ kind, name, verdict, message }) => [`  ${kind === name ? kind : `${kind} ${name}`}`, verdict, plainText(message)]);
}

/** How far a canary is, row by row. */
export function canaryRows({ state, share, functions }: CanaryReport): string[][] {
  return [["  state", `${state}, ${share} % on the new versions`], ...functions.map(({ name, alias, from, to }) => [`  ${name}`, `alias ${alias}: version ${from} → ${to}`])];
}

import { canarySettingsSchema, guardSettingsSchema } from "@windlass/contracts/stage-settings";
import { expect, it } from "vitest";
import { guardSettingsText } from "./guard-text.js";

it("says what is watched, for how long, and how traffic is shifted", () => {
  const guards = guardSettingsSchema.parse({ smoke: [{ path: "/health", body: "ok" }], alarms: ["errors"], metrics: [{ metric: "error_rate", maxIncrease: 2 }], bakeSeconds: 90 });
  const canary = canarySettingsSchema.parse({ steps: [5, 100], stepSeconds: 60 });
  expect(guardSettingsText({ guards, canary }).split("\n")).toEqual([
    "smoke   GET /health  answers 200, body matches /ok/",
    "alarm   errors       does not ring",
    "metric  error_rate   rises by at most 2 points, from 20 invocations on",
    expect.stringMatching(/^bake time {2}1.*30/),
    expect.stringMatching(/^canary {5}5 → 100 %, /),
  ]);
});

it("names the command where nothing is watched", () => {
  const text = guardSettingsText({ guards: guardSettingsSchema.parse({}), canary: null });
  expect(text).toContain("windlass stages guards SERVICE STAGE --set-file guards.json");
  expect(text).toContain("off: new versions get all traffic at once");
});

import { guardSettingsSchema } from "@windlass/contracts/stage-settings";
import { expect, it } from "vitest";
import { guardValuesSchema, settingsOf, valuesOf } from "./guard-values.js";

it("guards come out of the form as they went in", () => {
  const settings = guardSettingsSchema.parse({
    smoke: [{ path: "/health", body: "^ok$" }, { method: "POST", path: "https://example.com/x", status: 204 }],
    alarms: ["a", "b"],
    metrics: [{ metric: "p95_duration", maxIncrease: 50, minimumSamples: 7 }],
    bakeSeconds: 90,
  });
  expect(settingsOf(guardValuesSchema.parse(valuesOf(settings)))).toEqual(settings);
  const none = guardSettingsSchema.parse({});
  expect(settingsOf(guardValuesSchema.parse(valuesOf(none)))).toEqual(none);
});

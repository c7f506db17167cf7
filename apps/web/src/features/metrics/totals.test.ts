import type { Series, StageMetrics } from "@windlass/contracts/metric";
import { describe, expect, it } from "vitest";
import { axisTimeText, countText, shareText } from "./format-metric.js";
import { isEmpty, totalsOf } from "./totals.js";

const series = (metric: Series["metric"], values: Series["values"], total: number | null = null): Series => ({ metric, values, total });
const fn = (name: string, ...own: Series[]): StageMetrics["functions"][number] => ({ name, functionName: `shop-dev-${name}`, series: own });

describe("the figures of a stage", () => {
  it("add up over functions, with the slowest one named", () => {
    expect(
      totalsOf({
        functions: [
          fn("a", series("invocations", [1, 2], 3), series("errors", [1, null], 1), series("durationP95", [80, null])),
          fn("b", series("invocations", [7], 7), series("throttles", [2], 2), series("durationP95", [20, 340])),
        ],
      }),
    ).toEqual({ invocations: 10, errors: 1, throttles: 2, errorRate: 0.1, slowest: { ms: 340, functionName: "b" } });
  });

  it("have no rate and no slowest where nothing ran", () => {
    expect(totalsOf({ functions: [fn("a", series("invocations", [null], 0))] })).toMatchObject({ errorRate: null, slowest: null });
  });

  it("are empty when nothing was counted", () => {
    expect(isEmpty({ functions: [fn("a", series("invocations", [0, null], 0))], apis: [] })).toBe(true);
    expect(isEmpty({ functions: [], apis: [{ name: "api", apiId: "x", series: [series("count", [1], 1)] }] })).toBe(false);
  });
});

describe("how figures are written", () => {
  it.each([
    [0, "0"],
    [840, "840"],
    [12_345, "12.3K"],
  ])("counts %d", (value, text) => expect(countText(value)).toBe(text));

  it.each([
    [0, "0 %"],
    [0.00001, "< 0.01 %"],
    [0.0004, "0.04 %"],
    [0.05, "5 %"],
    [0.1234, "12 %"],
    [1, "100 %"],
  ])("shares %d", (value, text) => expect(shareText(value)).toBe(text));

  it("writes hours for a day and days for longer", () => {
    const at = Date.UTC(2026, 10, 23, 6, 5) / 1_000;
    expect(axisTimeText(at, "24h", "utc")).toBe("06:05");
    expect(axisTimeText(at, "30d", "utc")).toBe("23 Nov");
  });
});

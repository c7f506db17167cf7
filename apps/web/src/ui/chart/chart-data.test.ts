import { describe, expect, it } from "vitest";
import { chartColumns, placeMarkers, type ChartMarker } from "./chart-data.js";

const marker = (at: number): ChartMarker => ({ at, label: `#${at}`, title: "", href: "", tone: "good" });

describe("markers of a chart", () => {
  it("stand where they happened, and only if they did in the chart's time", () => {
    expect(placeMarkers([marker(150), marker(50), marker(100)], 100, 200).map(({ at, place }) => [at, place])).toEqual([
      [100, 0],
      [150, 0.5],
    ]);
  });

  it("keep the label of the later one where they crowd", () => {
    const placed = placeMarkers([marker(100), marker(180), marker(184), marker(190)], 100, 200);
    expect(placed.every(({ title }) => title === "")).toBe(true);
    expect(placed.map(({ at, labelled }) => [at, labelled])).toEqual([
      [100, true],
      [180, false],
      [184, false],
      [190, true],
    ]);
  });

  it("become one where they would lie upon each other", () => {
    const placed = placeMarkers([{ ...marker(150), title: "first" }, { ...marker(150.5), title: "second" }], 100, 200);
    expect(placed).toMatchObject([{ at: 150.5, label: "#150.5", title: "first\nsecond", labelled: true }]);
  });
});

it("fills missing counts with zero and leaves other gaps", () => {
  const base = { label: "", color: "", summary: "" };
  expect(
    chartColumns([1, 2, 3], [
      { ...base, style: "bars", values: [4, null] },
      { ...base, style: "line", values: [null, 5] },
    ]),
  ).toEqual([
    [1, 2, 3],
    [4, 0, 0],
    [null, 5, null],
  ]);
});

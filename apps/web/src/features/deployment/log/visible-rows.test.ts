import type { StepName } from "@windlass/contracts/step";
import { expect, it } from "vitest";
import type { HistoryRow } from "../../../live/history-row.js";
import { indexOfSeq, rowAt, seqAt, visibleRows } from "./visible-rows.js";

const steps: (StepName | null)[] = [null, "build", "apply", "build", "build", "apply"];
const rows = steps.map(
  (step, index): HistoryRow => ({ kind: "line", seq: index + 1, at: 0, step, stream: "stdout", level: "info", text: "" }),
);

it("shows every row without copying", () => {
  const visible = visibleRows(rows, 4, null);
  expect(visible.rows).toBe(rows);
  expect([visible.count, seqAt(visible, 3), indexOfSeq(visible, 4), indexOfSeq(visible, 5)]).toEqual([4, 4, 3, -1]);
});

it("shows one step's rows under their own numbers", () => {
  const visible = visibleRows(rows, 5, "build");
  expect(visible.seqs).toEqual([2, 4, 5]);
  expect(rowAt(visible, 1)?.seq).toBe(4);
  expect([2, 3, 4, 5, 6].map((seq) => indexOfSeq(visible, seq))).toEqual([0, -1, 1, 2, -1]);
});

import { expect, it } from "vitest";
import { maskLogLine } from "./mask-log-line.js";
import { createMasker } from "./masker.js";

const masker = createMasker(["hunter2-hunter2", "1764", "level"]);

it("masks texts of a line of the log and leaves it JSON, with its names and numbers", () => {
  const line = `${JSON.stringify({ level: 50, time: 1764, msg: "no hunter2-hunter2", err: { stack: "at hunter2-hunter2:1" } })}\n`;
  expect(JSON.parse(maskLogLine(line, masker))).toEqual({ level: 50, time: 1764, msg: "no ***", err: { stack: "at ***:1" } });
  expect(maskLogLine("no json hunter2-hunter2\n", masker)).toBe("no json ***\n");
  expect(maskLogLine('{"msg":"fine"}\n', masker)).toBe('{"msg":"fine"}\n');
});

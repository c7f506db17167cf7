import { describe, expect, it } from "vitest";
import { parseHint } from "./event-hints.js";

describe("event hints", () => {
  it("carry a deployment and its last event", () => {
    const deploymentId = "0190a000-0000-7000-8000-000000000001";
    expect(parseHint(`${deploymentId} 42`)).toEqual({ deploymentId, lastSeq: 42 });
  });

  it.each(["", "x 1", "0190a000-0000-7000-8000-000000000001", "0190a000-0000-7000-8000-000000000001 -1", "0190a000-0000-7000-8000-000000000001 1 2"])(
    "are nothing else: %j",
    (text) => expect(parseHint(text)).toBeNull(),
  );
});

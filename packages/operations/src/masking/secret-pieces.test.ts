import { describe, expect, it } from "vitest";
import { secretPieces } from "./secret-pieces.js";

describe("what was masked in a text", () => {
  it.each([
    ["***", "hunter22", ["hunter22"]],
    ["postgres://app:***@db/main", "postgres://app:s3cr:t@db/main", ["s3cr:t"]],
    ["***:***", "user:pass", ["user", "pass"]],
    ["a***b***c", "a1b2c", ["1", "2"]],
  ])("is found in %s", (masked, open, pieces) => {
    expect(secretPieces({ masked, open })).toEqual(pieces);
  });

  it("is all of it where the text is another one by now, and nothing where the stars are its own", () => {
    expect(secretPieces({ masked: "old:***", open: "new:secret" })).toEqual(["new:secret"]);
    expect(secretPieces({ masked: "x***y", open: "x1z" })).toEqual(["x1z"]);
    expect(secretPieces({ masked: "a******b", open: "a12b" })).toEqual(["a12b"]);
    expect(secretPieces({ masked: "***", open: "***" })).toEqual([]);
  });
});

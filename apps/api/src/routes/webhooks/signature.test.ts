import { expect, test } from "vitest";
import { isSigned } from "./signature.js";

// The example of GitHub's own documentation.
const secret = "It's a Secret to Everybody";
const body = Buffer.from("Hello, World!");
const signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

test("knows GitHub's own example", () => {
  expect(isSigned(body, { signature, secret })).toBe(true);
});

test.each([
  ["none", undefined],
  ["an empty one", ""],
  ["another algorithm", "sha1=757107ea0eb2509fc211221cce984b8a37570b6d"],
  ["a short one", signature.slice(0, -1)],
  ["a long one", `${signature}0`],
  ["one in capitals", signature.toUpperCase()],
  ["a wrong one", signature.replace(/7$/, "8")],
  ["zeros", `sha256=${"0".repeat(64)}`],
])("refuses %s", (_name, wrong) => {
  expect(isSigned(body, { signature: wrong, secret })).toBe(false);
});

test("refuses other bytes and another secret", () => {
  expect(isSigned(Buffer.from("Hello, World?"), { signature, secret })).toBe(false);
  expect(isSigned(body, { signature, secret: "other" })).toBe(false);
});

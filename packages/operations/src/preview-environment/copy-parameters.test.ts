import { expect, test } from "vitest";
import { chooseParameters } from "./copy-parameters.js";

const parameters = [
  { name: "apiUrl", secret: false },
  { name: "apiKey", secret: true },
  { name: "dbPassword", secret: true },
];
const names = (rule: { names: string[]; secrets: boolean }) => chooseParameters(parameters, rule).map(({ name }) => name);

test("copies what the rule names, and secrets only where it says so", () => {
  expect(names({ names: ["*"], secrets: false })).toEqual(["apiUrl"]);
  expect(names({ names: ["*"], secrets: true })).toEqual(["apiUrl", "apiKey", "dbPassword"]);
  expect(names({ names: ["api*"], secrets: true })).toEqual(["apiUrl", "apiKey"]);
  expect(names({ names: ["*", "!db*"], secrets: true })).toEqual(["apiUrl", "apiKey"]);
  expect(names({ names: [], secrets: true })).toEqual([]);
});

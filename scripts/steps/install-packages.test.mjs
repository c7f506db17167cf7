import { expect, test } from "vitest";
import { explain } from "./install-packages.mjs";

test("a registry that does not answer is named, without a stack", () => {
  const output = "npm error code ECONNREFUSED\nnpm error FetchError: request to https://registry.example.com/pnpm failed, reason: connect ECONNREFUSED 127.0.0.1:1";
  expect(explain(output).message).toBe("The package registry https://registry.example.com cannot be reached");
});

test("a lockfile that does not fit says how to repair it", () => {
  const output = " ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with \"frozen-lockfile\" because pnpm-lock.yaml is not up to date with package.json";
  expect(explain(output).message).toBe("pnpm-lock.yaml does not match the package.json files");
});

test("anything else shows pnpm's last lines", () => {
  expect(explain("a\nb\n\u001b[31mERR_PNPM_SOMETHING\u001b[0m what").message).toContain("ERR_PNPM_SOMETHING what");
});

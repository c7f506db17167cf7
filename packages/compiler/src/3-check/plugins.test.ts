import { expect, it } from "vitest";
import { checkPlugins, knownPlugins } from "./plugins.js";

it("says of each known plugin what becomes of its work and what to do", () => {
  const names = Object.keys(knownPlugins);
  const problems = checkPlugins(names);
  expect(problems.map(({ path }) => path)).toEqual(names.map((_, index) => ["plugins", index]));
  for (const { message, hint } of problems) {
    expect(message).toMatch(/^The plugin \S+ is not run: (what it does is built in|it is not needed|what it would add is missing from the stack)$/);
    expect(hint).toMatch(/\.$/);
  }
});

it("names unknown ones, those of `modules`, and no member that every object has", () => {
  expect(checkPlugins({ modules: ["./own", "constructor"] })).toEqual([
    { code: "plugin_ignored", message: "The plugin ./own is not run", hint: undefined, path: ["plugins", "modules", 0] },
    { code: "plugin_ignored", message: "The plugin constructor is not run", hint: undefined, path: ["plugins", "modules", 1] },
  ]);
  expect(checkPlugins(undefined)).toEqual([]);
});

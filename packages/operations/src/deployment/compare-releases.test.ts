import { expect, test } from "vitest";
import { compareReleases } from "./compare-releases.js";

const artifact = (hash: string, functions: string[]) => ({ name: "service", kind: "service" as const, hash, sizeBytes: 1, bucket: "b", key: hash, functions });
const template = (resources: object) => JSON.stringify({ Resources: resources });

test("tells which functions get other code and which resources come, change and go", () => {
  const from = {
    template: template({ Kept: { Type: "A", Properties: { b: 1, a: [1, 2] } }, Changed: { Type: "A" }, Going: {} }),
    artifacts: [artifact("h2", ["list", "new"]), artifact("same", ["kept"])],
  };
  const to = {
    template: template({ Kept: { Properties: { a: [1, 2], b: 1 }, Type: "A" }, Changed: { Type: "B" }, Coming: {} }),
    artifacts: [artifact("h1", ["list"]), artifact("same", ["kept"])],
  };
  expect(compareReleases(from, to)).toEqual({
    functionsChanged: ["list"],
    resources: { added: ["Coming"], changed: ["Changed"], removed: ["Going"] },
  });
});

import { expect, it } from "vitest";
import { refText } from "./ref-text.js";

it.each([
  ["refs/heads/feature/a", "feature/a"],
  ["main", "main"],
  ["refs/tags/v1.2", "tag v1.2"],
  ["refs/pull/12/head", "pull request #12"],
  ["refs/merge-requests/7/head", "merge request !7"],
  ["8f3c2d1", "8f3c2d1"],
])("says %s as %s", (ref, said) => {
  expect(refText(ref)).toBe(said);
});

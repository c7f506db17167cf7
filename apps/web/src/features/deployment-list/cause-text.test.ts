import { expect, it } from "vitest";
import { causeText } from "./cause-text.js";

const user = { type: "user", id: "1", label: "Ada" } as const;

it.each([
  [{ actor: user, trigger: "manual", ref: "main" } as const, "by Ada"],
  [{ actor: { type: "token", id: "2", label: "ci" }, trigger: "api", ref: null } as const, "by token ci"],
  [{ actor: { type: "webhook", id: "3", label: "github" }, trigger: "push", ref: "refs/heads/main" } as const, "by push to main"],
  [{ actor: { type: "webhook", id: "3", label: "github" }, trigger: "push", ref: "refs/tags/v1" } as const, "by push of the tag v1"],
  [{ actor: { type: "webhook", id: "3", label: "gitlab" }, trigger: "push", ref: "refs/merge-requests/12/head" } as const, "by push to merge request !12"],
  [{ actor: { type: "webhook", id: "3", label: "github" }, trigger: "push", ref: "refs/pull/12/head" } as const, "by push to pull request #12"],
  [{ actor: { type: "system", id: "4", label: "Windlass" }, trigger: "schedule", ref: "main" } as const, "by schedule"],
  [{ actor: { type: "webhook", id: "3", label: "github" }, trigger: "push", ref: null } as const, "by push"],
  [{ actor: { type: "system", id: "4", label: "reconciler" }, trigger: "system", ref: null } as const, "by Windlass"],
])("names who asked: %o", (deployment, text) => {
  expect(causeText(deployment)).toBe(text);
});

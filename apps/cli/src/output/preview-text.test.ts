import { previewSchema, previewSettingsSchema, type Preview } from "@windlass/contracts/preview";
import { expect, test } from "vitest";
import { previewSettingsText, previewsTable, previewText } from "./preview-text.js";

const at = "2026-11-01T10:00:00.000Z";
const previewOn = (host: Preview["pullRequest"]["host"]): Preview =>
  previewSchema.parse({
    id: "01936b1e-7c00-7000-8000-000000000001",
    service: "orders",
    gives: "environment",
    stage: "pr-12",
    pullRequest: { host, number: 12, title: "Add a cart", url: "https://git.example.com/12", state: "open", isDraft: false, isFork: false, labels: [], author: "ada", headRef: "cart", headRepository: "acme/shop", baseRef: "main" },
    state: "open",
    reason: "wanted",
    message: "",
    sha: "a".repeat(40),
    asked: false,
    buildFiles: [],
    approval: null,
    deployment: null,
    url: null,
    createdAt: at,
    lastUsedAt: at,
    expiresAt: at,
    pinned: null,
    cost: null,
    removal: { attempts: 0, nextAttemptAt: null, leftovers: [] },
    removedAt: null,
  });

test.each([
  ["github", "pull request", "#12"],
  ["bitbucket", "pull request", "#12"],
  ["gitlab", "merge request", "!12"],
  ["git", "pull request", "#12"],
] as const)("a preview on %s is of a %s", (host, word, label) => {
  expect(previewText(previewOn(host))).toMatch(new RegExp(`^${word} +${label} Add a cart\n`));
  expect(previewsTable([previewOn(host)])).toMatch(new RegExp(`^SERVICE +${word.toUpperCase()} [^]*\norders +${label} Add a cart `));
  expect(previewSettingsText(previewSettingsSchema.parse({}), host)).toMatch(new RegExp(`\n${word}s get +a stage of their own\n`));
});

test("a table of several hosts has each number in its host's way", () => {
  expect(previewsTable([previewOn("gitlab"), previewOn("github")])).toMatch(/^SERVICE +PULL REQUEST [^]*!12 Add[^]*#12 Add/);
});

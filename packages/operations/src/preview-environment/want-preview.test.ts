import { previewSettingsSchema } from "@windlass/contracts/preview";
import { describe, expect, test } from "vitest";
import { wantPreview, type EarlierPreview, type WantedPull } from "./want-preview.js";

const open: WantedPull = { state: "open", isDraft: false, labels: [], baseRef: "main", headSha: "b" };
const live: EarlierPreview = { state: "open", reason: "wanted", sha: "a", asked: false, isPinned: false };
const settings = (fields: object = {}) => previewSettingsSchema.parse({ enabled: true, baseStage: "dev", ...fields });
const want = (fields: { settings?: object; pull?: Partial<WantedPull>; earlier?: Partial<EarlierPreview> | null; asked?: boolean; isReopened?: boolean; host?: string }) =>
  wantPreview({
    settings: settings(fields.settings),
    pull: { ...open, ...fields.pull },
    earlier: fields.earlier ? { ...live, ...fields.earlier } : null,
    defaultBranch: "main",
    host: fields.host ?? "github",
    asked: fields.asked ?? false,
    isReopened: fields.isReopened ?? false,
  });

type Case = [name: string, fields: Parameters<typeof want>[0], expected: [reason: string, end: string] | null];
const cases: Case[] = [
  ["an open one", {}, null],
  ["one that is closed", { pull: { state: "closed" } }, ["no_preview", "closed"]],
  ["one that is merged", { pull: { state: "merged" } }, ["no_preview", "merged"]],
  ["previews that are off", { settings: { enabled: false } }, ["previews_off", "switched_off"]],
  ["previews of no stage", { settings: { baseStage: null } }, ["previews_off", "switched_off"]],
  ["another base branch", { pull: { baseRef: "release" } }, ["no_matching_base", "base_changed"]],
  ["a base branch of a glob", { pull: { baseRef: "release/1" }, settings: { branches: ["release/*"] } }, null],
  ["a default branch that no glob names", { settings: { branches: ["release/*"] } }, ["no_matching_base", "base_changed"]],
  ["a draft", { pull: { isDraft: true } }, ["is_draft", "drafted"]],
  ["a draft where drafts count", { pull: { isDraft: true }, settings: { drafts: true } }, null],
  ["no label of those", { pull: { labels: ["bug"] }, settings: { labels: ["preview", "try"] } }, ["label_missing", "unlabelled"]],
  ["one of the labels, in other letters", { pull: { labels: ["Try"] }, settings: { labels: ["preview", "try"] } }, null],
];
test.each(cases)("%s", (_name, fields, expected) => {
  const verdict = want(fields);
  expect(verdict.wanted ? null : [verdict.reason, verdict.end]).toEqual(expected);
});

test.each([
  ["github", "The pull request is merged, and there is no preview to remove."],
  ["gitlab", "The merge request is merged, and there is no preview to remove."],
])("the reason is in the words of %s", (host, message) => {
  expect(want({ host, pull: { state: "merged" } })).toMatchObject({ message });
});

describe("a preview that was there", () => {
  test("and expired comes back with a push, not with a label", () => {
    const expired = { state: "removed", reason: "expired" } as const;
    expect(want({ earlier: { ...expired, sha: "b" } })).toMatchObject({ wanted: false, reason: "preview_expired", end: null });
    expect(want({ earlier: { ...expired, sha: "a" } })).toEqual({ wanted: true });
    expect(want({ earlier: { ...expired, sha: "b" }, isReopened: true })).toEqual({ wanted: true });
  });

  test("and was removed by hand comes back only when it is asked for", () => {
    expect(want({ earlier: { state: "removed", reason: "stopped" } })).toMatchObject({ wanted: false, reason: "preview_stopped" });
    expect(want({ earlier: { state: "removed", reason: "stopped" }, asked: true })).toEqual({ wanted: true });
    expect(want({ earlier: { state: "removed", reason: "stopped" }, isReopened: true })).toEqual({ wanted: true });
  });

  test("needs its label when it is opened again, and none when it is asked for", () => {
    const without = { earlier: { state: "removed", reason: "closed" } } as const;
    expect(want({ ...without, settings: { labels: ["preview"] }, isReopened: true })).toMatchObject({ reason: "label_missing" });
    expect(want({ ...without, settings: { labels: ["preview"] }, asked: true })).toEqual({ wanted: true });
  });

  test("stays without its label where it is pinned or was asked for by hand, but not beyond the end of the pull request", () => {
    const without = { settings: { labels: ["preview"] } };
    expect(want({ ...without, earlier: {} })).toMatchObject({ end: "unlabelled" });
    expect(want({ ...without, earlier: { isPinned: true } })).toEqual({ wanted: true });
    expect(want({ ...without, earlier: { asked: true } })).toEqual({ wanted: true });
    expect(want({ ...without, earlier: { asked: true, state: "removed", reason: "closed" } })).toMatchObject({ wanted: false });
    expect(want({ earlier: { isPinned: true, asked: true }, pull: { state: "closed" } })).toMatchObject({ end: "closed" });
    expect(want({ earlier: { isPinned: true }, settings: { enabled: false } })).toMatchObject({ end: "switched_off" });
  });
});

import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { handledActions, pullOfEvent, pullRequestEventSchema } from "./pull-request-event.js";

const examples: { name: string; examples: { action?: string }[] }[] = createRequire(import.meta.url)("@octokit/webhooks-examples");

test("reads GitHub's published payloads of every action", () => {
  const payloads = examples.find(({ name }) => name === "pull_request")?.examples ?? [];
  expect(payloads.length).toBeGreaterThan(20);
  for (const payload of payloads) {
    const parsed = pullRequestEventSchema.parse(payload);
    expect(pullOfEvent(parsed)).toMatchObject({ number: expect.any(Number), author: { id: expect.stringMatching(/^\d+$/) }, head: { sha: expect.stringMatching(/^[0-9a-f]{40}$/) } });
  }
  const actions = new Set(payloads.map(({ action }) => action));
  // Of a changed title or base branch GitHub publishes none.
  expect(handledActions.filter((action) => !actions.has(action))).toEqual(["edited"]);
});

test("takes no address that is none, and no commit that git could take for an option", () => {
  const [payload] = examples.find(({ name }) => name === "pull_request")?.examples ?? [];
  const bad = (fields: object) => pullRequestEventSchema.safeParse({ ...payload, pull_request: { ...pullOf(payload), ...fields } }).success;
  expect(bad({})).toBe(true);
  expect(bad({ html_url: "javascript:alert(1)" })).toBe(false);
  expect(bad({ head: { ...headOf(payload), sha: "--upload-pack=x" } })).toBe(false);
});

function pullOf(payload: unknown): object {
  return pullRequestEventSchema.parse(payload).pull_request;
}

function headOf(payload: unknown): object {
  return pullRequestEventSchema.parse(payload).pull_request.head;
}

import { pullWords } from "@windlass/contracts/pull-words";
import { expect, test } from "vitest";
import { helpReply } from "./reply-words.js";

test.each([
  ["github", "pull request", "merge request"],
  ["bitbucket", "pull request", "merge request"],
  ["gitlab", "merge request", "pull request"],
])("the help in a comment on %s says %s", (host, word, other) => {
  const help = helpReply(null, pullWords(host));
  expect(help).toContain(`deploys this ${word}'s newest commit to a stage`);
  expect(help).not.toContain(other);
});

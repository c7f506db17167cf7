import { execFile } from "node:child_process";
import { basename } from "node:path";
import type { GitAddress, GitSource } from "./git-source.js";

const timeLimitMs = 10_000;

/** What each address is to git. */
const commands = {
  branch: ["rev-parse", "--abbrev-ref", "HEAD"],
  commit: ["rev-parse", "HEAD"],
  describe: ["describe", "--always"],
  describeLight: ["describe", "--always", "--tags"],
  email: ["config", "user.email"],
  isDirty: ["diff-index", "--name-only", "HEAD", "--"],
  message: ["log", "-1", "--pretty=%B"],
  messageBody: ["log", "-1", "--pretty=%b"],
  messageSubject: ["log", "-1", "--pretty=%s"],
  repository: ["rev-parse", "--show-toplevel"],
  sha1: ["rev-parse", "--short", "HEAD"],
  tags: ["tag", "--points-at", "HEAD"],
  user: ["config", "user.name"],
} as const satisfies Record<GitAddress, readonly string[]>;

/** The repository that a directory is in, as this machine's git knows it. */
export function nodeGit(directory: string): GitSource {
  const git = (args: readonly string[]): Promise<string | null> =>
    new Promise((resolve) => {
      execFile("git", args, { cwd: directory, timeout: timeLimitMs, encoding: "utf8" }, (error, stdout) => resolve(error ? null : stdout.trim()));
    });
  return {
    async read(address) {
      const answer = await git(commands[address]);
      if (answer === null) return null;
      if (address === "isDirty") return String(answer !== "");
      if (address === "repository") return basename(answer);
      // A commit without tags is known by its short name.
      if (address === "tags") return answer === "" ? git(commands.sha1) : answer.split(/\r?\n/).join("::");
      return answer;
    },
  };
}

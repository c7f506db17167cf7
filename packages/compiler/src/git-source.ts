/** What is known of a repository under the names of `serverless-git-variables`. */
export const gitAddresses = [
  "branch", "commit", "describe", "describeLight", "email", "isDirty", "message", "messageBody", "messageSubject", "repository", "sha1", "tags", "user",
] as const;
export type GitAddress = (typeof gitAddresses)[number];

/** What answers `${git:…}`. Null: the repository has no such value, or there is none. */
export type GitSource = { read(address: GitAddress): Promise<string | null> };

/** The page of a commit when the repository is on GitHub; null for any other repository. */
export function commitUrl(repositoryUrl: string, sha: string): string | null {
  const match = /^(?:https:\/\/(?:[^@/]+@)?|ssh:\/\/git@|git@)github\.com[/:]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(repositoryUrl);
  return match === null || !/^[0-9a-f]{7,64}$/.test(sha) ? null : `https://github.com/${match[1]}/${match[2]}/commit/${sha}`;
}

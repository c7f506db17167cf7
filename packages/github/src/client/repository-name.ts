import { WindlassError } from "@windlass/contracts/error";

/** `owner/name` as GitHub's paths take it. Throws `invalid_request` for anything else. */
export function splitName(fullName: string): { owner: string; repo: string } {
  const [owner, repo, ...rest] = fullName.split("/");
  if (!owner || !repo || rest.length > 0) throw new WindlassError("invalid_request", `"${fullName}" is no GitHub repository: use owner/name.`);
  return { owner, repo };
}

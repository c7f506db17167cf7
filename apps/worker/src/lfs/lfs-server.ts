import { WindlassError } from "@windlass/contracts/error";

/** Where the files of a repository are; `isOwn`: at the repository's own place, where what opens the repository opens them. */
export type LfsServer = { url: string; isOwn: boolean };

/**
 * The Git LFS server of a repository: what its `.lfsconfig` says (`written`), which anybody may have written who writes to the repository, else the
 * place that Git LFS takes by itself. Another host is asked over https only, and with nothing that opens anything.
 * Throws `address_refused`.
 */
export function lfsServerOf(repositoryUrl: string, written: string | null): LfsServer {
  const usual = usualServer(repositoryUrl);
  if (written === null) return { url: usual, isOwn: /^https?:/.test(repositoryUrl) };
  if (!URL.canParse(written) || !/^https?:$/.test(new URL(written).protocol)) throw refused(written);
  const url = Object.assign(new URL(written), { username: "", password: "", search: "", hash: "" });
  const isOwn = url.origin === new URL(usual).origin && /^https?:/.test(repositoryUrl);
  if (!isOwn && url.protocol !== "https:") throw refused(written);
  return { url: url.href.replace(/\/+$/, ""), isOwn };
}

/** https://github.com/git-lfs/git-lfs/blob/main/docs/api/server-discovery.md */
function usualServer(repositoryUrl: string): string {
  const ssh = /^(?:ssh:\/\/(?:[^@/\s]+@)?([^/:\s]+)(?::\d+)?\/|(?:[^@/\s]+@)?([^/:\s]+):(?!\/\/)\/?)(.+)$/.exec(repositoryUrl);
  const url = ssh ? `https://${ssh[1] ?? ssh[2]}/${ssh[3]}` : repositoryUrl;
  return `${url.replace(/\/+$/, "").replace(/(?:\.git)?$/, ".git")}/info/lfs`;
}

function refused(written: string): WindlassError {
  return new WindlassError("address_refused", `The Git LFS server ${JSON.stringify(written.slice(0, 300))} of the repository's .lfsconfig is refused: only one at the repository's own place, or over https, is asked.`, {
    hint: "Give it an https address in .lfsconfig, or switch Git LFS off for the service.",
  });
}

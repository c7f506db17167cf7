/** A repository's address as people say it: `owner/name` on a host, or the last two parts of a path. */
export function repositoryLabel(url: string): string {
  const short = url
    .replace(/\.git\/?$/, "")
    .replace(/^(https?|ssh):\/\/([^@/]+@)?/, "")
    .replace(/^[\w.-]+@([\w.-]+):/, "$1/")
    .replace(/^github\.com\//, "");
  return short.startsWith("/") ? short.split("/").slice(-2).join("/") : short;
}

/** A name for a service that lives in the repository: the last part of its address or directory, as far as names allow. */
export function suggestedServiceName(url: string, directory: string): string {
  const last = directory.split("/").findLast((part) => part !== "") ?? url.replace(/\.git\/?$/, "").split(/[/:]/).findLast((part) => part !== "") ?? "";
  return last
    .replace(/[^a-z0-9._-]+/gi, "-")
    .replace(/^[^a-z0-9]+/i, "")
    .slice(0, 64);
}

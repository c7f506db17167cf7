/**
 * The address without scheme, user, port of the scheme, `.git` and trailing slash, in lower case where it is on a
 * host: what two spellings of one repository have in common. A folder keeps its case.
 */
export function normalizeUrl(url: string): string {
  const trimmed = url.trim().replace(/^file:\/\//, "");
  if (trimmed.startsWith("/")) return withoutSuffix(trimmed);
  const scpLike = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)(.+)$/.exec(trimmed);
  if (scpLike?.[1] !== undefined && scpLike[2] !== undefined) {
    return withoutSuffix(`${scpLike[1]}/${scpLike[2].replace(/^\/+/, "")}`.toLowerCase());
  }
  const withScheme = /^[a-z+]+:\/\/(?:[^@/]*@)?([^/]+)\/(.*)$/i.exec(trimmed);
  if (withScheme?.[1] === undefined || withScheme[2] === undefined) return withoutSuffix(trimmed.toLowerCase());
  const host = withScheme[1].replace(/:(?:22|80|443)$/, "");
  return withoutSuffix(`${host}/${withScheme[2]}`.toLowerCase());
}

function withoutSuffix(address: string): string {
  return address.replace(/[?#].*$/, "").replace(/\/+$/, "").replace(/\.git$/i, "");
}

/** `owner/name` of an address on github.com, as it is spelled there; null for any other. */
export function gitHubName(url: string): string | null {
  return nameOnHosts(url, ["github.com", "www.github.com"]);
}

/** `owner/name` of an address on one of these hosts (`host` or `host:port`), as it is spelled there; null for any other. */
export function nameOnHosts(url: string, hosts: readonly string[]): string | null {
  const [host = "", ...rest] = normalizeUrl(url).split("/");
  if (!hosts.includes(host) || !/^[\w.-]+\/[\w.-]+$/.test(rest.join("/"))) return null;
  return /[\w.-]+\/[\w.-]+$/.exec(withoutSuffix(url.trim()))?.[0] ?? null;
}

/** Whether the address itself carries a password or token, which would be shown wherever the address is. */
export function hasPassword(url: string): boolean {
  return /^[a-z+]+:\/\/[^/@]*:[^/@]*@/i.test(url);
}

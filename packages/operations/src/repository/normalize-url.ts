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
  if (!/^(?:www\.)?github\.com\/[\w.-]+\/[\w.-]+$/.test(normalizeUrl(url))) return null;
  return /[\w.-]+\/[\w.-]+$/.exec(withoutSuffix(url.trim()))?.[0] ?? null;
}

/** Whether the address itself carries a password or token, which would be shown wherever the address is. */
export function hasPassword(url: string): boolean {
  return /^[a-z+]+:\/\/[^/@]*:[^/@]*@/i.test(url);
}

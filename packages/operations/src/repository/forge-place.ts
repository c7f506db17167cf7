import { tokenForgeProviders, type TokenForgeProvider } from "@windlass/contracts/forge";
import { normalizeUrl } from "./normalize-url.js";

/** Where a repository is on a GitLab or a Bitbucket: the service as people open it, and the repository's name there. */
export type ForgePlace = { baseUrl: string; fullName: string };

/** The service that the host of an address is known as; null for any other host. */
export function forgeOfHost(url: string): TokenForgeProvider | null {
  const host = normalizeUrl(url).split("/")[0] ?? "";
  return knownHosts[host] ?? null;
}

const knownHosts: Readonly<Record<string, TokenForgeProvider>> = { "gitlab.com": "gitlab", "bitbucket.org": "bitbucket" };

/** A stored provider that a token opens; null for any other. */
export function tokenProvider(stored: string): TokenForgeProvider | null {
  return tokenForgeProviders.find((known) => known === stored) ?? null;
}

/** Reads the place from a repository's address, which is https unless it says http; null where it has no such form. */
export function forgePlace(url: string): ForgePlace | null {
  if (url.startsWith("/")) return null;
  const scpLike = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)\/?(.+)$/.exec(url);
  if (scpLike) return placeOf(`https://${scpLike[1]}`, scpLike[2] ?? "");
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, origin, pathname } = new URL(url);
  if (protocol === "https:" || protocol === "http:") return placeOf(origin, pathname);
  // The port is that of SSH.
  return protocol === "ssh:" ? placeOf(`https://${hostname}`, pathname) : null;
}

function placeOf(baseUrl: string, path: string): ForgePlace | null {
  const fullName = path.replace(/^\/+|\/+$/g, "").replace(/\.git$/, "");
  return /^[\w.-]+(\/[\w.-]+)+$/.test(fullName) && !fullName.split("/").includes("..") ? { baseUrl, fullName } : null;
}

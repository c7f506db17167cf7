import { WindlassError } from "@windlass/contracts/error";
import { isSshUrl } from "@windlass/contracts/repository";

/**
 * Where a submodule is, seen from the repository that names it. One at the same host is reached in the same way as that repository, so
 * that its key or token serves both; any other over https. Folders of the server and other ways that git knows are refused.
 * Throws `address_refused`.
 */
export function submoduleUrl(parent: string, written: string): string {
  const url = /^\.\.?\//.test(written) ? relativeTo(parent, written) : written;
  const scp = /^([\w.-]+@)?([\w.-]+):(?!\/\/)([^\s:]+)$/.exec(url);
  const host = scp?.[2] ?? hostOf(url);
  if (host !== null && host === hostOf(parent)) return inTheWayOf(parent, url);
  if (/^https:\/\/[^\s]+$/.test(url)) return url;
  throw refused(written, "only submodules at the repository's own host, or over https, are fetched");
}

function relativeTo(parent: string, written: string): string {
  const parts = parent.replace(/\/+$/, "").split(/(?<=[/:])/);
  const steps = written.split("/");
  while (steps[0] === "." || steps[0] === "..") {
    if (steps.shift() === "..") parts.pop();
  }
  const base = parts.join("");
  if (steps.includes("..") || hostOf(`${base}x`) === null || hostOf(`${base}x`) !== hostOf(parent)) throw refused(written, "it leads out of the repository's host");
  return `${base.replace(/([^/:])$/, "$1/")}${steps.join("/")}`;
}

/** The same place by https or by SSH, as the repository itself is reached. */
function inTheWayOf(parent: string, url: string): string {
  if (isSshUrl(parent) === isSshUrl(url)) return url;
  const path = url.replace(/^[a-z]+:\/\/[^/]+\//i, "").replace(/^[^:/]+:/, "");
  if (!isSshUrl(parent)) return `${new URL(parent).origin}/${path}`;
  const start = /^(?:ssh:\/\/[^/]+\/|[^:/]+:)/.exec(parent)?.[0] ?? "";
  return `${start}${path}`;
}

function hostOf(url: string): string | null {
  const scp = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)/.exec(url)?.[1];
  const host = scp ?? /^(?:https?|ssh):\/\/(?:[^@/\s]*@)?([^/\s:]+)/i.exec(url)?.[1];
  return host?.toLowerCase() ?? null;
}

function refused(written: string, reason: string): WindlassError {
  return new WindlassError("address_refused", `The submodule at ${JSON.stringify(written.slice(0, 300))} is refused: ${reason}.`, { hint: "Give the submodule an https address in .gitmodules, or switch submodules off for the service." });
}

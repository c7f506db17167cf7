import { lookup } from "node:dns/promises";
import { WindlassError } from "@windlass/contracts/error";
import { isInternalAddress } from "./internal-address.js";

/**
 * Lets Windlass reach an address that somebody typed only where it is on the internet and over TLS, or where its host is
 * named in `allowedHosts` (`host` or `host:port`). A name that cannot be resolved passes: it cannot be reached either.
 * Throws `address_refused`.
 */
export async function checkAddress({ protocol, hostname, host }: URL, allowedHosts: readonly string[]): Promise<void> {
  if (allowedHosts.includes(hostname) || allowedHosts.includes(host)) return;
  if (protocol !== "https:") throw new WindlassError("address_refused", `${host} is not asked for with https.`, { hint: "Use https, or name the host in WINDLASS_ALLOWED_HOSTS." });
  const literal = hostname.replace(/^\[|\]$/g, "");
  const found = isInternalAddress(literal) ? [{ address: literal }] : await lookup(literal, { all: true }).catch(() => []);
  const internal = found.find(({ address }) => isInternalAddress(address));
  if (internal) throw new WindlassError("address_refused", `${host} is ${internal.address}, an address of this machine or its network.`);
}

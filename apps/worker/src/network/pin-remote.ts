import { lookup as lookUp } from "node:dns/promises";
import { isIP } from "node:net";
import { WindlassError } from "@windlass/contracts/error";
import { addressKind } from "./address-kind.js";
import type { FindUpstream } from "./upstream-proxy.js";

/** Where git connects to: the addresses that were looked at, and no others, however often the name is looked up later. */
export type PinnedRemote = { host: string; port: number; addresses: string[] };

export type PinInput = {
  /** Hosts that may be in the own network: `host` or `host:port`. */
  allowedHosts: readonly string[];
  upstreamOf: FindUpstream;
  /** Every address of a name; rejects for one that has none. */
  lookup?: (name: string) => Promise<string[]>;
};

type Remote = { protocol: "http" | "https" | "ssh"; host: string; port: number };

const usualPorts = { http: 80, https: 443, ssh: 22 } as const;

/**
 * Looks up where a repository's address leads, once, and lets it lead to the internet, or into the own network where the host is
 * allowed by name. Null for a folder, and for what a proxy looks up itself.
 * Throws `address_refused`, and `repository_unreachable` for a name that has no address.
 */
export async function pinRemote(url: string, { allowedHosts, upstreamOf, lookup = lookUpAll }: PinInput): Promise<PinnedRemote | null> {
  if (url.startsWith("/")) return null;
  const remote = readRemote(url);
  const { protocol, host, port } = remote;
  const isAllowed = allowedHosts.includes(host) || allowedHosts.includes(`${host}:${port}`);
  const literal = host.replace(/^\[|\]$/g, "");
  const isAddress = isIP(literal) !== 0;
  if (!isAddress && protocol !== "ssh" && upstreamOf({ protocol, host }) !== null) return null;
  const addresses = isAddress ? [literal] : await lookup(literal).catch(() => []);
  // A name of the server's own ssh settings is none of the network's.
  if (addresses.length === 0 && isAllowed && protocol === "ssh") return null;
  if (addresses.length === 0) throw new WindlassError("repository_unreachable", `The host ${host} of the repository has no address.`, { hint: "Check the repository's address." });
  const refused = addresses.find((address) => !mayReach(address, isAllowed, isAddress));
  if (refused !== undefined) throw new WindlassError("address_refused", `${host} is ${refused}, an address of this machine or its network.`);
  return { host, port, addresses };
}

/** Where clouds give out credentials nothing leads that an administrator did not write down as such. */
function mayReach(address: string, isAllowed: boolean, isLiteral: boolean): boolean {
  const kind = addressKind(address);
  return kind === "public" || (isAllowed && (kind === "internal" || isLiteral));
}

async function lookUpAll(name: string): Promise<string[]> {
  return (await lookUp(name, { all: true })).map(({ address }) => address);
}

/**
 * The parts of an address that matter, where git and its helpers cannot read it in another way than this: a name of letters, or
 * an IP address as it is usually written. Throws `address_refused`.
 */
function readRemote(url: string): Remote {
  const scp = /^[\w.-]+@([\w.-]+):(?!\/\/)/.exec(url)?.[1];
  const parts = /^(https?|ssh):\/\/(?:[\w.~+-]+@)?(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?(?:[/?#][^\s\\]*)?$/i.exec(url);
  const [, scheme = "ssh", written = scp ?? "", port] = parts ?? [];
  const protocol = protocolOf(scheme.toLowerCase());
  const read = URL.canParse(`http://${written}/`) ? new URL(`http://${written}/`).hostname : "";
  const host = written.toLowerCase();
  if (read === "" || read !== host || host.startsWith("-")) {
    throw new WindlassError("address_refused", `The host of the address ${JSON.stringify(url.slice(0, 300))} is not written as a name or an address${read === "" ? "" : `: it reads as ${read}`}.`, {
      hint: "Use an address such as https://example.org/team/shop.git or git@example.org:team/shop.git.",
    });
  }
  return { protocol, host, port: port === undefined ? usualPorts[protocol] : Number(port) };
}

function protocolOf(scheme: string): Remote["protocol"] {
  return scheme === "http" || scheme === "https" ? scheme : "ssh";
}

import { lookup, type LookupAddress, type LookupOptions } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/**
 * `never`: where clouds give out their machines' credentials, and what is no address of a server. `internal`: this machine
 * and private networks, which only an administrator opens. `public`: the rest.
 */
export type AddressKind = "public" | "internal" | "never";

const never = blockList([
  ["0.0.0.0", 8], ["169.254.0.0", 16], ["100.100.100.200", 32], ["192.0.0.192", 32], ["224.0.0.0", 3],
  ["::", 128], ["fe80::", 10], ["ff00::", 8], ["fd00:ec2::254", 128],
]);
const internal = blockList([
  ["127.0.0.0", 8], ["10.0.0.0", 8], ["172.16.0.0", 12], ["192.168.0.0", 16], ["100.64.0.0", 10], ["192.0.0.0", 24], ["198.18.0.0", 15],
  ["::1", 128], ["fc00::", 7], ["fec0::", 10],
]);
/** IPv6 addresses that carry one of IPv4 in their last 32 bits: compatible ones and those of NAT64. */
const carriers = blockList([["::", 96], ["64:ff9b::", 96]]);
/** What leads to IPv4 addresses by other ways: 6to4, Teredo and NAT64 of a network's own. Nothing that builds need is there. */
const tunnels = blockList([["2002::", 16], ["2001::", 32], ["64:ff9b:1::", 48]]);

function blockList(subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of subnets) list.addSubnet(address, prefix, address.includes(":") ? "ipv6" : "ipv4");
  return list;
}

/** What lies behind an IP address. What is none, such as a name, is `never`. */
export function addressKind(address: string): AddressKind {
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (isIP(address) === 0 || address.includes("%")) return "never";
  if (internal.check(address, family)) return never.check(address, family) ? "never" : "internal";
  if (never.check(address, family)) return "never";
  if (family === "ipv4") return "public";
  if (tunnels.check(address, family)) return "never";
  return carriers.check(address, family) ? addressKind(lastFour(address)) : "public";
}

/** The IPv4 address in the last 32 bits, of any way to write the IPv6 one. */
function lastFour(address: string): string {
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(":");
  const [high = 0, low = 0] = groups.slice(-2).map((group) => Number.parseInt(group || "0", 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** A connection to an address that is not allowed was refused, before anything was sent. */
export class AddressRefusedError extends Error {
  override readonly name = "AddressRefusedError";
  readonly code = "EREFUSED";
}

/**
 * Looks names up like Node does, at the moment of the connection, so that what is checked is what is connected to. Fails
 * with AddressRefusedError when one of the addresses is of a kind that is not among `kinds`.
 */
export function lookupOnly(kinds: readonly AddressKind[]): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true } satisfies LookupOptions & { all: true }, (error, addresses) => {
      if (error) return callback(error, "", 4);
      const bad = addresses.find(({ address }) => !kinds.includes(addressKind(address)));
      if (bad) return callback(new AddressRefusedError(`${hostname} leads to the ${words(addressKind(bad.address))} address ${bad.address}`), "", 4);
      answer(addresses, options.all === true, callback);
    });
  };
}

const words = (kind: AddressKind): string => (kind === "never" ? "forbidden" : kind);

function answer(addresses: LookupAddress[], all: boolean, callback: Parameters<LookupFunction>[2]): void {
  if (all) return callback(null, addresses);
  const [first] = addresses;
  if (first) callback(null, first.address, first.family);
  else callback(new Error("The name has no address"), "", 4);
}

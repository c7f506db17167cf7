import { lookup, type LookupAddress, type LookupOptions } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** This machine, and link-local addresses, at which clouds give out their machines' credentials. */
const refused = new BlockList();
refused.addSubnet("127.0.0.0", 8, "ipv4");
refused.addSubnet("0.0.0.0", 8, "ipv4");
refused.addSubnet("169.254.0.0", 16, "ipv4");
refused.addAddress("100.100.100.200", "ipv4");
refused.addSubnet("fe80::", 10, "ipv6");
refused.addAddress("::1", "ipv6");
refused.addAddress("::", "ipv6");
refused.addAddress("fd00:ec2::254", "ipv6");

/** Whether a smoke request may go to an IP address. The team's own networks are allowed: what they test may be inside. */
export function isAllowedAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isAllowedAddress(mapped);
  const family = isIP(address);
  return family !== 0 && !refused.check(address, family === 6 ? "ipv6" : "ipv4");
}

/** Looks names up like Node does, and fails for those that lead to a refused address, at the moment of the connection. */
export const lookupAllowed: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true } satisfies LookupOptions & { all: true }, (error, addresses) => {
    if (error) return callback(error, "", 4);
    const bad = addresses.find(({ address }) => !isAllowedAddress(address));
    if (bad) return callback(Object.assign(new Error(`${hostname} leads to ${bad.address}, where smoke requests may not go`), { code: "EREFUSED" }), "", 4);
    answer(addresses, options.all === true, callback);
  });
};

function answer(addresses: LookupAddress[], all: boolean, callback: Parameters<LookupFunction>[2]): void {
  if (all) return callback(null, addresses);
  const [first] = addresses;
  if (first) callback(null, first.address, first.family);
  else callback(new Error("The name has no address"), "", 4);
}

import { BlockList, isIP } from "node:net";

/** What is nobody's on the internet: this machine, private networks, link-local ones with the clouds' metadata, and the rest of RFC 6890. */
const internal = new BlockList();
const ranges4 = ["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"];
// Of the addresses that carry IPv4 ones in them, `::ffff:0:0/96` is matched by its IPv4 part; the others lead to relays.
const ranges6 = ["::/127", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"];
for (const [ranges, family] of [[ranges4, "ipv4"], [ranges6, "ipv6"]] as const) {
  for (const range of ranges) {
    const [network = "", bits] = range.split("/");
    internal.addSubnet(network, Number(bits), family);
  }
}

/** Whether an IP address is one that only machines near this one can reach. False for what is no address. */
export function isInternalAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  return internal.check(address, family === 6 ? "ipv6" : "ipv4");
}

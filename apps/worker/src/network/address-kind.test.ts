import { describe, expect, it } from "vitest";
import { addressKind } from "./address-kind.js";

const addresses = {
  never: [
    "169.254.169.254", "169.254.170.2", "0.0.0.0", "0.1.2.3", "100.100.100.200", "192.0.0.192", "224.0.0.1", "255.255.255.255", "240.0.0.1",
    "::", "fe80::1", "ff02::1", "fd00:ec2::254", "fd00:0ec2:0:0:0:0:0:254", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe", "::a9fe:a9fe",
    "64:ff9b::169.254.169.254", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a9fe:a9fe", "2002:7f00:1::", "2001:0:1::1", "fe80::1%eth0",
    // No addresses at all.
    "2130706433", "0x7f.1", "017700000001", "localhost", "", "127.1", "1.2.3",
  ],
  internal: [
    "127.0.0.1", "127.8.9.10", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "198.18.0.1",
    "::1", "0:0:0:0:0:0:0:1", "fc00::1", "fd12:3456::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1", "::7f00:2", "64:ff9b::10.1.2.3",
  ],
  public: ["8.8.8.8", "172.32.0.1", "192.0.1.1", "100.128.0.1", "104.16.0.35", "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"],
} as const;

describe("what lies behind an address (S03)", () => {
  it.each(Object.entries(addresses))("%s", (kind, list) => {
    expect(list.filter((address) => addressKind(address) !== kind)).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { pinRemote, type PinInput } from "./pin-remote.js";

const names: Record<string, string[]> = {
  "github.com": ["140.82.121.4"], "two.example": ["140.82.121.4", "2606:50c0:8000::153"],
  "inside.example": ["10.1.2.3"], "rebinds.example": ["140.82.121.4", "127.0.0.1"], "metadata.example": ["169.254.169.254"], "localhost": ["127.0.0.1", "::1"],
  "mapped.example": ["::ffff:127.0.0.1"], "six.example": ["fd00::1"], "ec2.example": ["fd00:ec2::254"], "localhost.": ["127.0.0.1"], "127.0.0.1.nip.example": ["127.0.0.1"],
};
const pin = (url: string, change: Partial<PinInput> = {}) =>
  pinRemote(url, { allowedHosts: [], upstreamOf: () => null, lookup: async (name) => names[name] ?? Promise.reject(new Error("ENOTFOUND")), ...change });

const refused = [
  // This machine and its network, however they are written.
  "https://127.0.0.1/x.git", "https://127.0.0.1:8080/x.git", "http://127.0.0.1/x.git", "https://127.1/x.git", "https://127.0.1/x.git", "https://2130706433/x.git",
  "https://0x7f000001/x.git", "https://0x7f.0.0.1/x.git", "https://0177.0.0.1/x.git", "https://017700000001/x.git", "https://127.0.0.1./x.git", "https://0.0.0.0/x.git",
  "https://0/x.git", "https://10.0.0.5/x.git", "https://172.16.0.1/x.git", "https://192.168.1.1/x.git", "https://100.64.0.1/x.git", "https://198.18.0.1/x.git",
  "https://169.254.169.254/latest/meta-data", "https://169.254.170.2/v2/credentials", "https://100.100.100.200/x", "https://2852039166/latest", "https://0xa9fea9fe/latest",
  "https://[::1]/x.git", "https://[::]/x.git", "https://[0:0:0:0:0:0:0:1]/x.git", "https://[::ffff:127.0.0.1]/x.git", "https://[::ffff:7f00:1]/x.git", "https://[::ffff:a9fe:a9fe]/x.git",
  "https://[::127.0.0.1]/x.git", "https://[fd00::1]/x.git", "https://[fe80::1]/x.git", "https://[fd00:ec2::254]/x.git", "https://[64:ff9b::7f00:1]/x.git", "https://[2002:7f00:1::]/x.git",
  "ssh://git@127.0.0.1/x.git", "ssh://git@[::1]/x.git", "ssh://git@0x7f.1/x.git", "ssh://git@2130706433/x.git", "git@127.0.0.1:x.git", "git@2130706433:x.git", "git@10.0.0.5:team/x.git",
  // Names that lead there.
  "https://localhost/x.git", "https://LOCALHOST/x.git", "ssh://git@localhost:22/x.git", "git@localhost:x.git", "https://localhost./x.git", "https://inside.example/x.git",
  "https://rebinds.example/x.git", "https://metadata.example/x.git", "https://mapped.example/x.git", "https://six.example/x.git", "https://ec2.example/x.git", "https://127.0.0.1.nip.example/x.git",
  "git@inside.example:x.git", "ssh://rebinds.example/x",
  // What git and this would read in different ways.
  "https://github.com\\@127.0.0.1/x.git", "https://github.com@127.0.0.1/x.git", "https://a:b@github.com@127.0.0.1/x", "https://127.0.0.1#@github.com/x.git", "https://127.0.0.1?@github.com/x.git",
  "https://①②⑦.⓪.⓪.①/x.git", "https://127。0。0。1/x.git", "https://%31%32%37.0.0.1/x.git", "https://github.com%00.example/x", "https://localhost%2f@github.com/x",
  // Other kinds of addresses.
  "file:///etc/passwd", "ext::sh -c id", "git://127.0.0.1/x", "ftp://127.0.0.1/x", "unix:/run/docker.sock", "http+unix://%2frun%2fdocker.sock/x", "ssh://-oProxyCommand=id/x", "-oProxyCommand=id",
];

// PROOFS S03
describe("where a repository's address leads", () => {
  it.each(refused)("%s is refused before anything connects", async (url) => {
    await expect(pin(url)).rejects.toMatchObject({ code: "address_refused" });
  });

  it("covers at least the sixty forms", () => expect(refused.length).toBeGreaterThanOrEqual(60));

  it("is what was looked up once, with every address of the name", async () => {
    let looked = 0;
    const lookup = async () => [looked++ === 0 ? "140.82.121.4" : "127.0.0.1"];
    expect(await pin("https://rebinding.example/x.git", { lookup })).toEqual({ host: "rebinding.example", port: 443, addresses: ["140.82.121.4"] });
    expect(looked).toBe(1);
    expect(await pin("https://Two.example:8443/x.git")).toEqual({ host: "two.example", port: 8443, addresses: ["140.82.121.4", "2606:50c0:8000::153"] });
    expect(await pin("git@github.com:acme/shop.git")).toEqual({ host: "github.com", port: 22, addresses: ["140.82.121.4"] });
    expect(await pin("ssh://git@github.com:443/acme/shop.git")).toMatchObject({ port: 443 });
    expect(await pin("https://[2606:50c0:8000::153]/x.git")).toEqual({ host: "[2606:50c0:8000::153]", port: 443, addresses: ["2606:50c0:8000::153"] });
    expect(await pin("/srv/git/shop")).toBeNull();
    await expect(pin("https://nowhere.example/x.git")).rejects.toMatchObject({ code: "repository_unreachable", message: expect.stringContaining("no address") });
  });

  it("is inside where the host is allowed by its name, with its port or without, and never where clouds give out credentials", async () => {
    expect(await pin("https://inside.example/x.git", { allowedHosts: ["inside.example"] })).toMatchObject({ addresses: ["10.1.2.3"] });
    expect(await pin("http://127.0.0.1:3000/x.git", { allowedHosts: ["127.0.0.1:3000"] })).toMatchObject({ addresses: ["127.0.0.1"] });
    await expect(pin("http://127.0.0.1:3001/x.git", { allowedHosts: ["127.0.0.1:3000"] })).rejects.toMatchObject({ code: "address_refused" });
    await expect(pin("https://metadata.example/x.git", { allowedHosts: ["metadata.example"] })).rejects.toMatchObject({ code: "address_refused" });
    await expect(pin("https://rebinds.example/x.git", { allowedHosts: ["inside.example"] })).rejects.toMatchObject({ code: "address_refused" });
    expect(await pin("git@alias-of-ssh:x.git", { allowedHosts: ["alias-of-ssh"] })).toBeNull();
  });

  it("is the proxy's to look up where there is one; addresses are looked at all the same", async () => {
    const upstreamOf = () => new URL("http://proxy.example:3128");
    expect(await pin("https://nowhere.example/x.git", { upstreamOf })).toBeNull();
    await expect(pin("https://127.0.0.1/x.git", { upstreamOf })).rejects.toMatchObject({ code: "address_refused" });
  });
});

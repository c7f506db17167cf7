import { describe, expect, it } from "vitest";
import { findAllowed, readAllowedHosts } from "./allowed-hosts.js";

const npm = "https://registry.npmjs.org/";

describe("the hosts that builds may reach", () => {
  it("knows the usual sources of packages, by their names alone", () => {
    const hosts = readAllowedHosts("defaults", npm);
    expect(findAllowed(hosts, { host: "GitHub.com.", port: 443 })).toMatchObject({ internal: false });
    for (const host of ["evil-github.com", "github.com.evil.example", "x.github.com", "140.82.121.4", "localhost", "169.254.169.254"]) {
      expect(findAllowed(hosts, { host, port: 443 })).toBeNull();
    }
    expect(findAllowed(hosts, { host: "github.com", port: 22 })).toBeNull();
  });

  it("takes what an administrator names, and may leave the usual ones out", () => {
    const hosts = readAllowedHosts("npm.example.com:8443, *.example.org ,10.0.0.7:4873,[fd12::7]:4873", npm);
    expect(findAllowed(hosts, { host: "npm.example.com", port: 8443 })).toMatchObject({ internal: true });
    expect(findAllowed(hosts, { host: "npm.example.com", port: 443 })).toBeNull();
    expect(findAllowed(hosts, { host: "a.example.org", port: 443 })).toMatchObject({ internal: false });
    expect(findAllowed(hosts, { host: "example.org", port: 443 })).toBeNull();
    expect(findAllowed(hosts, { host: "[fd12::7]", port: 4873 })).toMatchObject({ internal: true });
    expect(findAllowed(hosts, { host: "github.com", port: 443 })).toBeNull();
  });

  it("always has the registry that the server uses, wherever it is", () => {
    const hosts = readAllowedHosts("", "http://npm.internal:4873/repository/");
    expect(hosts).toEqual([{ name: "npm.internal", ports: [4873], internal: true }]);
  });

  it.each(["https://example.com", "exa mple.com", "*", "a/b", "*.", "host:port"])("says that %s is no host", (entry) => {
    expect(() => readAllowedHosts(entry, npm)).toThrow(`"${entry}" is no host`);
  });
});

import { describe, expect, it } from "vitest";
import { proxyAuthorization, upstreamOf } from "./upstream-proxy.js";

describe("the proxy that the server itself needs", () => {
  it("is the one of the usual variables, but for the hosts that they leave out", () => {
    const find = upstreamOf({ HTTPS_PROXY: "http://ann:p%40ss@proxy.example.com:3128", http_proxy: "plain.example.com:8080", NO_PROXY: "internal.example.com, .corp" });
    const proxy = find({ protocol: "https", host: "registry.npmjs.org" });
    expect(proxy?.host).toBe("proxy.example.com:3128");
    expect(proxy && proxyAuthorization(proxy)).toEqual({ "proxy-authorization": `Basic ${Buffer.from("ann:p@ss").toString("base64")}` });
    expect(find({ protocol: "http", host: "example.com" })?.host).toBe("plain.example.com:8080");
    for (const host of ["internal.example.com", "a.internal.example.com", "npm.corp", "NPM.CORP"]) expect(find({ protocol: "https", host })).toBeNull();
    expect(find({ protocol: "https", host: "notcorp" })).not.toBeNull();
  });

  it("is none where nothing, everything to be direct, or what is no http address is named", () => {
    for (const env of [{}, { HTTPS_PROXY: "http://p:1", no_proxy: "*" }, { HTTPS_PROXY: "socks5://p:1" }]) {
      expect(upstreamOf(env)({ protocol: "https", host: "example.com" })).toBeNull();
    }
  });
});

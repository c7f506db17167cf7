import { describe, expect, it } from "vitest";
import { gitEnvironment, protocolOf, tokenAuthorization } from "./git-environment.js";

const configFile = "/data/job/gitconfig";
const settingsOf = (env: Record<string, string>) =>
  Object.fromEntries(
    Array.from({ length: Number(env["GIT_CONFIG_COUNT"]) }, (_, n) => [env[`GIT_CONFIG_KEY_${n}`], env[`GIT_CONFIG_VALUE_${n}`]]),
  );

describe("the environment of git", () => {
  it("allows the transport of the repository's address and no other (S02)", () => {
    expect(protocolOf("https://github.com/acme/orders.git")).toBe("https");
    expect(protocolOf("git@github.com:acme/orders.git")).toBe("ssh");
    expect(protocolOf("ssh://git@example.com/orders")).toBe("ssh");
    expect(protocolOf("/srv/orders")).toBe("file");
    const remote = { pinned: null, sshConfig: "/data/it's/ssh/config" };
    const env = gitEnvironment({ repository: { url: "git@github.com:acme/orders.git", accessToken: null }, remote, configFile });
    expect(env).toMatchObject({ GIT_ALLOW_PROTOCOL: "ssh", GIT_TERMINAL_PROMPT: "0", GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: configFile });
    expect(env["GIT_SSH_COMMAND"]).toBe(String.raw`ssh -F '/data/it'\''s/ssh/config'`);
    expect(gitEnvironment({ repository: { url: "https://example.com/x.git", accessToken: null }, configFile })["GIT_ALLOW_PROTOCOL"]).toBe("file");
  });

  it("names the user that Bitbucket wants of an access token, and to its own host alone", () => {
    const userOf = (url: string): string | undefined => Buffer.from(tokenAuthorization(url, "tok").slice("Basic ".length), "base64").toString().split(":")[0];
    expect(["https://bitbucket.org/acme/shop.git", "https://bitbucket.org.evil.example/acme/shop.git", "https://gitlab.com/acme/shop.git"].map(userOf)).toEqual(["x-token-auth", "x-access-token", "x-access-token"]);
  });

  it("connects to the addresses that were looked at, and follows nothing (S03)", () => {
    const remote = { pinned: { host: "example.com", port: 443, addresses: ["192.0.2.1", "2001:db8::1"] }, sshConfig: null };
    const settings = settingsOf(gitEnvironment({ repository: { url: "https://example.com/x.git", accessToken: null }, remote, configFile }));
    expect(settings).toMatchObject({ "http.curloptResolve": "example.com:443:192.0.2.1,[2001:db8::1]", "http.followRedirects": "false" });
  });

  it("sends a token to the repository's own host only", () => {
    const url = "https://git.example.com:8443/acme/orders.git";
    const settings = settingsOf(gitEnvironment({ repository: { url, accessToken: "tok" }, configFile }));
    expect(settings["http.https://git.example.com:8443/.extraHeader"]).toBe(
      `Authorization: Basic ${Buffer.from("x-access-token:tok").toString("base64")}`,
    );
  });

  it("sends a token over plain HTTP to this very machine, which nobody reads on the way", () => {
    const tokensTo = (url: string) => Object.keys(settingsOf(gitEnvironment({ repository: { url, accessToken: "tok" }, configFile }))).filter((key) => key.includes("extraHeader"));
    expect(tokensTo("http://127.0.0.1:4000/acme/orders.git")).toEqual(["http.http://127.0.0.1:4000/.extraHeader"]);
    expect(tokensTo("http://127.0.0.1.evil.example/acme/orders.git")).toEqual([]);
    expect(tokensTo("http://localhost@evil.example/acme/orders.git")).toEqual([]);
  });

  it("sends no token over a transport that anyone can read", () => {
    const env = gitEnvironment({ repository: { url: "http://git.example.com/orders.git", accessToken: "tok" }, configFile });
    expect(Object.keys(settingsOf(env)).filter((key) => key.includes("extraHeader"))).toEqual([]);
  });

  it("passes nothing of the worker's own environment but how the network is reached", () => {
    process.env["WINDLASS_TEST_CANARY"] = "canary";
    const env = gitEnvironment({ repository: { url: "https://example.com/x.git", accessToken: null }, configFile });
    delete process.env["WINDLASS_TEST_CANARY"];
    expect(JSON.stringify(env)).not.toContain("canary");
    expect(env["HOME"]).toBeUndefined();
  });
});

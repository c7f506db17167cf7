import { afterEach, describe, expect, it, vi } from "vitest";
import { buildEnvironment, cellEnvironment, type EnvironmentInput } from "./build-environment.js";

const build: EnvironmentInput = { service: "shop", stage: "dev", trust: "trusted", commit: "a".repeat(40), home: "/home", cache: "/cache", nodeProgram: "/opt/node/bin/node" };

afterEach(() => vi.unstubAllEnvs());

describe("the environment of a build", () => {
  it("has nothing of the server's own but where the network is", () => {
    vi.stubEnv("WINDLASS_MASTER_KEY", "the master key");
    vi.stubEnv("DATABASE_URL", "postgresql://windlass:password@localhost/windlass");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "of the server");
    for (const environment of [buildEnvironment(build), cellEnvironment({ ...build, proxyPort: 3128 })]) {
      expect(Object.keys(environment).filter((name) => /KEY|URL|AWS|MASTER/.test(name))).toEqual([]);
      expect(Object.values(environment).join()).not.toContain("password");
    }
  });

  it("leads npm, pnpm and both kinds of Yarn to the server's registry, with its password only for people who may push", () => {
    vi.stubEnv("NPM_CONFIG_REGISTRY", undefined);
    vi.stubEnv("npm_config_registry", "https://reader:p%40ss@packages.example/npm/");
    expect(buildEnvironment(build)).toMatchObject({
      npm_config_registry: "https://reader:p%40ss@packages.example/npm/",
      YARN_NPM_REGISTRY_SERVER: "https://packages.example/npm",
      YARN_NPM_AUTH_IDENT: "reader:p@ss",
    });
    const untrusted = buildEnvironment({ ...build, trust: "untrusted" });
    expect(untrusted).toMatchObject({ npm_config_registry: "https://packages.example/npm/", YARN_NPM_REGISTRY_SERVER: "https://packages.example/npm" });
    expect(JSON.stringify(untrusted)).not.toMatch(/p%40ss|p@ss|reader/);
  });
});

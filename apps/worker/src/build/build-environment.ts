import { delimiter, dirname } from "node:path";
import type { BuildTrust } from "@windlass/contracts/deployment-options";

const proxySettings = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"] as const;
const certificateSettings = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"] as const;
const registrySettings = ["npm_config_registry", "NPM_CONFIG_REGISTRY"] as const;

/** Passwords in the addresses of proxies and registries: builds are given them, and may print them. */
export function networkSecrets(): string[] {
  return [...proxySettings, ...registrySettings].flatMap((name) => {
    const value = process.env[name];
    const password = value !== undefined && URL.canParse(value) ? new URL(value).password : "";
    return password === "" ? [] : [password, decodeURIComponent(password)];
  });
}

/** The npm registry that the server is set to use. */
export function registryOf(env: NodeJS.ProcessEnv): string {
  const set = registrySettings.map((name) => env[name]).find((value) => value !== undefined && URL.canParse(value));
  return set ?? "https://registry.npmjs.org/";
}

export type EnvironmentInput = {
  service: string;
  stage: string;
  trust: BuildTrust;
  commit: string;
  home: string;
  /** npm's own cache. */
  cache: string;
  /** The Node that the build uses. */
  nodeProgram: string;
};

/** The whole environment of a build on the bare server: other people's code sees no credential, no database and no other service. */
export function buildEnvironment(input: EnvironmentInput): Record<string, string> {
  return {
    ...basics(input),
    // The chosen Node first, so that builds use a version that is known to be there.
    PATH: [dirname(input.nodeProgram), process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"].join(delimiter),
    TMPDIR: input.home,
    ...passed(proxySettings),
  };
}

/** The same inside bubblewrap, where the network is reached through the worker's proxy alone. */
export function cellEnvironment(input: EnvironmentInput & { proxyPort: number }): Record<string, string> {
  const proxy = `http://127.0.0.1:${input.proxyPort}`;
  const direct = "localhost,127.0.0.1,::1";
  return {
    ...basics(input),
    PATH: [dirname(input.nodeProgram), "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].join(delimiter),
    TMPDIR: "/tmp",
    HTTP_PROXY: proxy,
    HTTPS_PROXY: proxy,
    NO_PROXY: direct,
    http_proxy: proxy,
    https_proxy: proxy,
    no_proxy: direct,
    npm_config_proxy: proxy,
    npm_config_https_proxy: proxy,
    npm_config_noproxy: direct,
    // Yarn 2 and newer, and Node's own fetch, read none of the others.
    YARN_HTTP_PROXY: proxy,
    YARN_HTTPS_PROXY: proxy,
    NODE_USE_ENV_PROXY: "1",
  };
}

function basics({ service, stage, trust, commit, home, cache }: EnvironmentInput): Record<string, string> {
  return {
    HOME: home,
    LANG: "C.UTF-8",
    CI: "true",
    NO_COLOR: "1",
    npm_config_cache: cache,
    npm_config_update_notifier: "false",
    npm_config_fund: "false",
    npm_config_audit: "false",
    npm_config_progress: "false",
    YARN_ENABLE_TELEMETRY: "0",
    WINDLASS_SERVICE: service,
    WINDLASS_STAGE: stage,
    WINDLASS_COMMIT: commit,
    ...passed(certificateSettings),
    ...registries(trust),
  };
}

/** The password of a registry is for code of people who may push. */
function registries(trust: BuildTrust): Record<string, string> {
  const set = passed(registrySettings);
  const [registry] = Object.values(set).filter((value) => URL.canParse(value));
  if (registry === undefined) return set;
  const given = trust === "trusted" ? set : Object.fromEntries(Object.entries(set).map(([name, value]) => [name, withoutPassword(value)]));
  return { ...given, ...yarnRegistry(new URL(registry), trust) };
}

/** Yarn 2 and newer reads none of npm's settings: https://yarnpkg.com/configuration/yarnrc#npmRegistryServer */
function yarnRegistry(registry: URL, trust: BuildTrust): Record<string, string> {
  const { username, password } = registry;
  const login = trust === "trusted" && password !== "" ? { YARN_NPM_AUTH_IDENT: `${decodeURIComponent(username)}:${decodeURIComponent(password)}`, YARN_NPM_ALWAYS_AUTH: "true" } : {};
  return { YARN_NPM_REGISTRY_SERVER: withoutPassword(registry.href).replace(/\/$/, ""), ...login };
}

function withoutPassword(address: string): string {
  return URL.canParse(address) ? Object.assign(new URL(address), { username: "", password: "" }).href : address;
}

function passed(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}

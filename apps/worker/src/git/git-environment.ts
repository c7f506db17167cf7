import type { RepositoryAccess } from "@windlass/operations/repository/open-access-token";
import type { PinnedRemote } from "../network/pin-remote.js";
import type { Remote } from "./with-remote.js";

export type GitEnvironmentInput = {
  repository: Pick<RepositoryAccess, "url" | "accessToken">;
  /** Where it is, and what reaches it; without it git reaches nothing but this machine's files. */
  remote?: Remote;
  /** A config file that only Windlass writes; takes the place of the user's own. */
  configFile: string;
};

/**
 * The whole environment of a git process: no system or user configuration, no prompts, only the transport that the
 * repository's address names. An access token travels in a header that git reads from this environment, bound to
 * the repository's own host; it is never an argument.
 */
export function gitEnvironment({ repository, remote, configFile }: GitEnvironmentInput): Record<string, string> {
  const protocol = remote === undefined ? "file" : protocolOf(repository.url);
  const config: [string, string][] = [
    ["core.hooksPath", "/dev/null"],
    ["core.fsmonitor", "false"],
    ["gc.auto", "0"],
    ["maintenance.auto", "false"],
    ["submodule.recurse", "false"],
    ["advice.detachedHead", "false"],
    ["init.defaultBranch", "main"],
    ["http.lowSpeedLimit", "1000"],
    ["http.lowSpeedTime", "30"],
    ["transfer.credentialsInUrl", "die"],
    // It would lead to an address that nobody has looked at.
    ["http.followRedirects", "false"],
  ];
  if (remote?.pinned && protocol !== "ssh") config.push(["http.curloptResolve", curlResolve(remote.pinned)]);
  if (repository.accessToken !== null && isSecret(repository.url)) {
    config.push([`http.${new URL(repository.url).origin}/.extraHeader`, `Authorization: ${tokenAuthorization(repository.url, repository.accessToken)}`]);
  }
  return {
    PATH: process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
    LC_ALL: "C.UTF-8",
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: configFile,
    GIT_ALLOW_PROTOCOL: protocol,
    GIT_LFS_SKIP_SMUDGE: "1",
    ...passed(["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "SSL_CERT_FILE"]),
    ...(remote?.sshConfig ? sshEnvironment(remote.sshConfig) : {}),
    ...numbered(config),
  };
}

/** The value of the header by which an access token opens the repository at an address. GitHub and GitLab take any user's name, Bitbucket this one. */
export function tokenAuthorization(url: string, token: string): string {
  const user = new URL(url).hostname === "bitbucket.org" ? "x-token-auth" : "x-access-token";
  return `Basic ${Buffer.from(`${user}:${token}`).toString("base64")}`;
}

/** Nobody on the way reads what goes over TLS, or does not leave this machine. */
export function isSecret(url: string): boolean {
  return /^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(url);
}

/** The transport of an address: https, http, ssh (also `user@host:path`) or a folder on the server. */
export function protocolOf(url: string): "https" | "http" | "ssh" | "file" {
  if (url.startsWith("https://")) return "https";
  if (url.startsWith("http://")) return "http";
  return url.startsWith("/") ? "file" : "ssh";
}

/** The addresses of a host, as curl takes them (CURLOPT_RESOLVE): it looks the name up no more. */
function curlResolve({ host, port, addresses }: PinnedRemote): string {
  return `${host}:${port}:${addresses.map((address) => (address.includes(":") ? `[${address}]` : address)).join(",")}`;
}

function sshEnvironment(config: string): Record<string, string> {
  return { ...passed(["HOME", "SSH_AUTH_SOCK"]), GIT_SSH_VARIANT: "ssh", GIT_SSH_COMMAND: `ssh -F ${quoted(config)}` };
}

/** Git has a shell read the command. */
const quoted = (path: string): string => `'${path.replaceAll("'", `'\\''`)}'`;

function passed(names: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = process.env[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** Settings as git reads them from its environment (git-config, GIT_CONFIG_COUNT). */
function numbered(config: readonly [string, string][]): Record<string, string> {
  const variables: Record<string, string> = { GIT_CONFIG_COUNT: String(config.length) };
  for (const [index, [key, value]] of config.entries()) {
    variables[`GIT_CONFIG_KEY_${index}`] = key;
    variables[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return variables;
}

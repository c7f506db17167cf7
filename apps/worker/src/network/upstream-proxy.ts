/** The proxy through which the server itself reaches a place, or null when it goes there directly. */
export type FindUpstream = (target: { protocol: "http" | "https"; host: string }) => URL | null;

/** Reads the usual variables, as curl and npm do. A value that is no http address is left out. */
export function upstreamOf(env: NodeJS.ProcessEnv): FindUpstream {
  const read = (name: string): URL | null => {
    const value = env[name.toLowerCase()] ?? env[name] ?? "";
    const text = value === "" || value.includes("://") ? value : `http://${value}`;
    return URL.canParse(text) && new URL(text).protocol === "http:" ? new URL(text) : null;
  };
  const proxies = { http: read("HTTP_PROXY"), https: read("HTTPS_PROXY") };
  const direct = (env["no_proxy"] ?? env["NO_PROXY"] ?? "").split(",").map((name) => name.trim().toLowerCase().replace(/^\*?\./, "")).filter((name) => name !== "");
  const goesDirectly = (host: string): boolean => direct.some((name) => name === "*" || host === name || host.endsWith(`.${name}`));
  return ({ protocol, host }) => (goesDirectly(host.toLowerCase()) ? null : proxies[protocol]);
}

/** The header by which a proxy with a user and password is asked, where it has one. */
export function proxyAuthorization({ username, password }: URL): Record<string, string> {
  if (username === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}

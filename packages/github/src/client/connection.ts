/** How a GitHub is reached. */
export type GithubConnection = {
  /** As people open it: `https://github.com`, or the address of a GitHub Enterprise Server. */
  baseUrl: string;
  /** Throws `address_refused` for an address that Windlass must not reach. Asked before every request. */
  checkAddress: (url: URL) => Promise<void>;
  /** Keeps to GitHub's advice on pace (a change a second). Tests do without. */
  paced?: boolean;
  /** What a retry waits for, times the square of its number. */
  retryBaseMs?: number;
};

/**
 * Where GitHub's REST API is: `api.github.com`, `api.<name>.ghe.com` with data residency, or `/api/v3` of a GitHub
 * Enterprise Server. https://docs.github.com/enterprise-server/rest/overview/resources-in-the-rest-api
 */
export function apiUrl(baseUrl: string): string {
  const { protocol, hostname, host } = new URL(baseUrl);
  if (hostname === "github.com" || hostname.endsWith(".ghe.com")) return `https://api.${hostname}`;
  return `${protocol}//${host}/api/v3`;
}

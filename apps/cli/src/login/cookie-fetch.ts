/**
 * A `fetch` that keeps the server's cookies, as a browser page of that server would, and names the server as its
 * origin, which mutations by cookie require. For the moment between signing in and having a token.
 */
export function cookieFetch(server: string): typeof fetch {
  const cookies = new Map<string, string>();
  const { origin } = new URL(server);
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("origin", origin);
    if (cookies.size > 0) headers.set("cookie", Array.from(cookies, ([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(input, { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const pair = cookie.split(";")[0] ?? "";
      const at = pair.indexOf("=");
      if (at > 0) cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
    }
    return response;
  };
}

const timeoutMs = 20_000;
const mostRedirects = 3;

/** A fetch that follows a redirect on the same host only (a renamed repository), so that tokens never leave for another, and ends after 20 s. */
export const guardedFetch: typeof fetch = async (input, init) => {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  let url = new URL(input instanceof Request ? input.url : input);
  for (let redirects = 0; ; redirects += 1) {
    const answer = await fetch(url, { ...init, signal, redirect: "manual" });
    const location = answer.headers.get("location");
    if (location === null || ![301, 302, 307, 308].includes(answer.status)) return answer;
    const next = new URL(location, url);
    if (next.origin !== url.origin) throw new Error(`${url.host} sends elsewhere, to ${next.host}`);
    if (redirects === mostRedirects) throw new Error(`${url.host} redirects without end`);
    url = next;
  }
};

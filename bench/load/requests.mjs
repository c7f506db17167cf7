import { Agent, request } from "node:http";

/**
 * @typedef {{ method: string, path: string, headers: Record<string, string>, body?: string }} HttpRequest
 * @typedef {{ perSecond: number, seconds: number[], failures: string[], bodies: string[] }} LoadResult `seconds` of every request
 */

/**
 * Sends requests for a while, so many at once, each as soon as the one before it on its connection was answered; with `perSecond`, each when its time has come, from which
 * its seconds count.
 * @param {string} url @param {{ connections: number, durationMs: number, next: (index: number) => HttpRequest, keepBodies?: boolean, perSecond?: number }} load
 * @returns {Promise<LoadResult>}
 */
export async function sendRequests(url, { connections, durationMs, next, keepBodies = false, perSecond = Infinity }) {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  /** @type {LoadResult} */
  const result = { perSecond: 0, seconds: [], failures: [], bodies: [] };
  const startedAt = performance.now();
  let index = 0;
  const lane = async () => {
    while (performance.now() - startedAt < durationMs) {
      const dueAt = startedAt + (index / perSecond) * 1_000;
      const one = next(index++);
      if (dueAt > performance.now()) await new Promise((resolve) => setTimeout(resolve, dueAt - performance.now()));
      const sentAt = perSecond === Infinity ? performance.now() : dueAt;
      const { status, body } = await send({ hostname, port, agent }, one);
      result.seconds.push((performance.now() - sentAt) / 1_000);
      if (status < 200 || status > 299) result.failures.push(`${one.method} ${one.path} answered ${status}: ${body.slice(0, 200)}`);
      else if (keepBodies) result.bodies.push(body);
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  result.perSecond = result.seconds.length / ((performance.now() - startedAt) / 1_000);
  agent.destroy();
  return result;
}

/** @param {{ hostname: string, port: string, agent: Agent }} to @param {HttpRequest} one @returns {Promise<{ status: number, body: string }>} */
function send(to, { method, path, headers, body }) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) };
    const outgoing = request({ ...to, method, path, headers: { ...headers, ...length } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk) => (text += chunk));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: text }));
      answer.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

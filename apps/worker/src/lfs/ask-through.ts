import { once } from "node:events";
import { request, type ClientRequest, type IncomingMessage } from "node:http";
import { request as requestTls } from "node:https";
import type { Socket } from "node:net";
import { connect } from "node:tls";

export type Asked = { method: "GET" | "POST"; headers: Record<string, string>; body?: string; signal: AbortSignal };

/** Sends a request and gives the answer once its head is there. */
export type Ask = (url: URL, asked: Asked) => Promise<IncomingMessage>;

/** Asks by way of an HTTP proxy that listens at a Unix socket, and in no other way. Throws what the connection throws. */
export function askThrough(socketPath: string): Ask {
  return async (url, { method, headers, body, signal }) => {
    if (url.protocol === "http:") return answerOf(request({ socketPath, method, path: url.href, headers: { ...headers, host: url.host }, signal }), body);
    const tunnel = request({ socketPath, method: "CONNECT", path: `${url.hostname}:${url.port || 443}`, signal }).end();
    const socket = await new Promise<Socket>((resolve, reject) => {
      tunnel.once("error", reject);
      tunnel.once("connect", ({ statusCode }, connected: Socket) => {
        if (statusCode === 200) return resolve(connected);
        connected.destroy();
        reject(new Error(`${url.host} cannot be reached (${statusCode})`));
      });
    });
    const createConnection = () => connect({ socket, servername: url.hostname });
    return answerOf(requestTls(url, { method, headers, signal, createConnection }), body);
  };
}

async function answerOf(outgoing: ClientRequest, body: string | undefined): Promise<IncomingMessage> {
  outgoing.end(body);
  const [answer]: IncomingMessage[] = await once(outgoing, "response");
  if (answer === undefined) throw new Error("There was no answer");
  return answer;
}

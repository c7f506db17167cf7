import { request as requestHttp, type IncomingMessage, type RequestOptions } from "node:http";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Send } from "@windlass/client/http";

/**
 * One HTTP request by Node's own module: `fetch` takes as long to load as the rest of a command. What that module does
 * not do, such as following a redirect, is left to `fetch`.
 */
export const sendRequest: Send = async (url, init) => {
  const response = await open(new URL(url), init);
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    response.resume();
    return fetch(url, init);
  }
  return { ok: status >= 200 && status < 300, status, text: () => text(response) };
};

async function open(url: URL, { method, headers, body, signal, onSent }: Parameters<Send>[1]): Promise<IncomingMessage> {
  const request = url.protocol === "https:" ? (await import("node:https")).request : requestHttp;
  const length = body instanceof Blob ? { "content-length": String(body.size) } : {};
  const options: RequestOptions = { method, headers: { ...headers, ...length }, agent: false, ...(signal ? { signal } : {}) };
  return new Promise((resolve, reject) => {
    const sent = request(url, options, resolve);
    if (onSent !== undefined) sent.once("finish", onSent);
    sent.on("error", (error) => reject(signal?.aborted === true ? signal.reason : error));
    if (body instanceof Blob) Readable.from(body.stream()).on("error", (error) => sent.destroy(error)).pipe(sent);
    else sent.end(body);
  });
}

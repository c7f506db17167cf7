import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What Lambda answers about a function, in the API's own words. */
export type LambdaAnswer = { status?: number; body: Record<string, unknown>; errorType?: string };
export type LambdaDouble = {
  url: string;
  /** `GET configuration`, `PUT code` and the like, with what was sent. */
  calls: { what: string; body: Record<string, unknown> }[];
  close(): Promise<void>;
};

/** A local server that speaks Lambda's REST protocol about one function, for what an emulator cannot show. */
export async function openLambdaDouble(answer: (what: string, body: Record<string, unknown>) => LambdaAnswer): Promise<LambdaDouble> {
  const calls: LambdaDouble["calls"] = [];
  const server = createServer((request, response) => {
    void readJson(request).then((body) => {
      const what = `${request.method} ${request.url?.split("/").at(-1)?.split("?")[0]}`;
      calls.push({ what, body });
      const reply = answer(what, body);
      response.writeHead(reply.status ?? 200, { "content-type": "application/json", ...(reply.errorType === undefined ? {} : { "x-amzn-errortype": reply.errorType }) });
      response.end(JSON.stringify(reply.body));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

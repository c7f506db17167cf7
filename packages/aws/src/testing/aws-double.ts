import { createServer, request as openRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

/** One call of an AWS query API (CloudFormation, STS) as it arrived. */
export type DoubleCall = { action: string; params: URLSearchParams; accessKeyId: string; atMs: number };
/** `drop`: the connection breaks before an answer. `body` is the XML inside the action's result element. */
export type DoubleReply = { body: string } | { error: { code: string; message: string; status?: number } } | "drop";
export type DoubleHandler = (call: DoubleCall) => DoubleReply | Promise<DoubleReply>;

export type AwsDouble = { url: string; calls: DoubleCall[]; close(): Promise<void> };

/**
 * A local HTTP server that speaks AWS's query protocol, for what an emulator cannot show: throttling, slow stacks, failed
 * roll-backs, expired credentials. Answers have the shapes that the API reference documents. An action without a handler is
 * answered with `InvalidAction`. `upstream`: where calls of other services than CloudFormation are passed on to.
 */
export async function openAwsDouble(handlers: Record<string, DoubleHandler>, { upstream }: { upstream?: string } = {}): Promise<AwsDouble> {
  const calls: DoubleCall[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, { calls, handlers, upstream });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // Node's type of a listening server's address allows pipes too.
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

type Context = { calls: DoubleCall[]; handlers: Record<string, DoubleHandler>; upstream: string | undefined };

/** What CloudFormation's calls say of themselves. */
const cloudFormationVersion = "2010-05-15";

async function answer(request: IncomingMessage, response: ServerResponse, { calls, handlers, upstream }: Context): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  const params = new URLSearchParams(isForm ? body.toString("utf8") : "");
  if (upstream !== undefined && params.get("Version") !== cloudFormationVersion) {
    passOn(request, response, { body, upstream });
    return;
  }
  const action = params.get("Action") ?? "";
  const accessKeyId = /Credential=([^/]+)\//.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const call = { action, params, accessKeyId, atMs: Date.now() };
  calls.push(call);
  const handler = handlers[action];
  const reply: DoubleReply = handler ? await replyOf(handler, call) : { error: { code: "InvalidAction", message: `No handler for ${action}` } };
  if (reply === "drop") {
    request.socket.destroy();
    return;
  }
  response.setHeader("content-type", "text/xml");
  if ("error" in reply) {
    const { code, message, status = 400 } = reply.error;
    response.statusCode = status;
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
    );
    return;
  }
  response.end(
    `<${action}Response><${action}Result>${reply.body}</${action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${action}Response>`,
  );
}

/** A handler that throws must not leave its caller waiting. */
async function replyOf(handler: DoubleHandler, call: DoubleCall): Promise<DoubleReply> {
  try {
    return await handler(call);
  } catch (error) {
    return { error: { code: "HandlerThrew", message: error instanceof Error ? error.message : String(error) } };
  }
}

function passOn(request: IncomingMessage, response: ServerResponse, { body, upstream }: { body: Buffer; upstream: string }): void {
  const onward = openRequest(new URL(request.url ?? "/", upstream), { method: request.method, headers: request.headers }, (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(response);
  });
  onward.on("error", () => response.destroy());
  onward.end(body);
}

export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** `<name>…</name>` per member that is a string, `<member>` lists for arrays, nested elements for objects. */
export function toXml(value: XmlValue): string {
  if (typeof value === "string") return escapeXml(value);
  if (Array.isArray(value)) return value.map((item) => `<member>${toXml(item)}</member>`).join("");
  return Object.entries(value)
    .map(([name, item]) => (item === undefined ? "" : `<${name}>${toXml(item)}</${name}>`))
    .join("");
}

export type XmlValue = string | XmlValue[] | { [name: string]: XmlValue | undefined };

import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type AwsProxy = {
  url: string;
  /** The CloudFormation actions that passed, in order. */
  actions: string[];
  /** Keeps the next answer to an action back, although it is already given, until the returned function is called. */
  holdNext(action: string): { reached: Promise<void>; release: () => void };
  close(): Promise<void>;
};

type Hold = { action: string; reached: () => void; released: Promise<void> };

/** Stands before the emulator, counts what passes, and can make an answer late. */
export async function openAwsProxy(upstream: string): Promise<AwsProxy> {
  const actions: string[] = [];
  const holds: Hold[] = [];
  const server = createServer((incoming, outgoing) => {
    forward(incoming, outgoing).catch((error: unknown) => {
      outgoing.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readAll(incoming);
    const action = actionOf(incoming, body);
    if (action !== null) actions.push(action);
    const answer = await send(new URL(incoming.url ?? "/", upstream), incoming, body);
    const index = holds.findIndex((hold) => hold.action === action);
    if (index >= 0) {
      const [hold] = holds.splice(index, 1);
      hold?.reached();
      await hold?.released;
    }
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    actions,
    holdNext(action) {
      let release: () => void = () => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      const reached = new Promise<void>((resolve) => holds.push({ action, reached: resolve, released }));
      return { reached, release };
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The action of a call in AWS's query protocol, which CloudFormation speaks. */
function actionOf(incoming: IncomingMessage, body: Buffer): string | null {
  if (!incoming.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return null;
  return new URLSearchParams(body.toString("utf8")).get("Action");
}

type Answer = { status: number; headers: IncomingMessage["headers"]; body: Buffer };

function send(url: URL, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: incoming.method, headers: incoming.headers }, (answer) => {
      readAll(answer).then(
        (answered) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: answered }),
        reject,
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

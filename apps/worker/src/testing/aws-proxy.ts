import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { drawFate, refusalOf, type AwsTrouble } from "./aws-trouble.js";

export type AwsProxy = {
  url: string;
  /** The CloudFormation actions that passed, in order. */
  actions: string[];
  /** How often CloudFormation took the execution of a change set on, by the change set's name. */
  executions: Map<string, number>;
  /** Keeps the next answer to an action back, although it is already given, until the returned function is called. */
  holdNext(action: string): { reached: Promise<void>; release: () => void };
  /** From now on calls go wrong as told; null ends it. */
  trouble(trouble: AwsTrouble | null): void;
  /** Breaks every connection and takes no new ones, until `mend`. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
};

type Hold = { action: string; reached: () => void; released: Promise<void> };

/** Stands before the emulator, counts what passes, and can refuse, lose, cut and hold back what AWS answers. */
export async function openAwsProxy(upstream: string): Promise<AwsProxy> {
  const actions: string[] = [];
  const executions = new Map<string, number>();
  const holds: Hold[] = [];
  let trouble: AwsTrouble | null = null;
  let isCut = false;
  const server = createServer((incoming, outgoing) => {
    forward(incoming, outgoing).catch((error: unknown) => {
      outgoing.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  server.on("connection", (socket) => {
    if (isCut) socket.destroy();
  });

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readAll(incoming);
    const call = callOf(incoming, body);
    const fate = drawFate(trouble);
    if (trouble?.delayMs) await sleep(trouble.delayMs);
    if (fate === "throttled" || fate === "failed") {
      const refusal = refusalOf(incoming, fate);
      outgoing.writeHead(refusal.status, refusal.headers).end(refusal.body);
      return;
    }
    if (call !== null) actions.push(call.action);
    const answer = await send(new URL(incoming.url ?? "/", upstream), incoming, body);
    if (call?.changeSet && answer.status < 300) executions.set(call.changeSet, (executions.get(call.changeSet) ?? 0) + 1);
    const index = holds.findIndex((hold) => hold.action === call?.action);
    if (index >= 0) {
      const [hold] = holds.splice(index, 1);
      hold?.reached();
      await hold?.released;
    }
    if (fate === "lost") incoming.socket.destroy();
    else outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    actions,
    executions,
    holdNext(action) {
      let release: () => void = () => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      const reached = new Promise<void>((resolve) => holds.push({ action, reached: resolve, released }));
      return { reached, release };
    },
    trouble: (next) => void (trouble = next),
    cut() {
      isCut = true;
      server.closeAllConnections();
    },
    mend: () => void (isCut = false),
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

/** A call in AWS's query protocol, which CloudFormation speaks. `changeSet` is the name of the one that it executes. */
function callOf(incoming: IncomingMessage, body: Buffer): { action: string; changeSet: string | null } | null {
  if (!incoming.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return null;
  const params = new URLSearchParams(body.toString("utf8"));
  const action = params.get("Action");
  if (action === null) return null;
  return { action, changeSet: action === "ExecuteChangeSet" ? nameOf(params.get("ChangeSetName") ?? "") : null };
}

/** The name in `arn:…:changeSet/<name>/<id>`, or the name itself. */
function nameOf(changeSet: string): string {
  return /:changeSet\/([^/]+)\//.exec(changeSet)?.[1] ?? changeSet;
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

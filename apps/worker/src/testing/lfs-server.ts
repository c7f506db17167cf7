import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

export type LfsServer = {
  origin: string;
  /** Every request: method, path and what opens it. */
  requests: { method: string; path: string; authorization: string | undefined }[];
  /** Keeps a content, and gives the pointer that stands for it. */
  put(content: string): string;
  close(): void;
};

export type LfsServerOptions = {
  /** The header that the batch API asks for. */
  authorization?: string;
  /** Where objects are said to be, in place of this server. */
  href?: (oid: string) => string;
  /** What is sent in place of an object. */
  send?: (content: string, answer: ServerResponse) => void;
};

const batchSchema = z.object({ operation: z.literal("download"), objects: z.array(z.object({ oid: z.string(), size: z.number() })) });

/** The pointer of a content, as Git LFS writes it. */
export function pointerOf(content: string): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${createHash("sha256").update(content).digest("hex")}\nsize ${Buffer.byteLength(content)}\n`;
}

/** A Git LFS server over loopback that has the batch API for downloads, after the published specification. */
export async function startLfsServer(options: LfsServerOptions = {}): Promise<LfsServer> {
  const contents = new Map<string, string>();
  const requests: LfsServer["requests"] = [];
  const server = createServer((request, answer) => {
    requests.push({ method: request.method ?? "", path: request.url ?? "", authorization: request.headers.authorization });
    if (request.method === "POST") return void answerBatch(request, answer);
    const content = contents.get(request.url?.split("/").at(-1) ?? "");
    if (content === undefined) return void answer.writeHead(404).end();
    if (options.send) options.send(content, answer);
    else answer.end(content);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${portOf(server.address())}`;
  const answerBatch = async (request: IncomingMessage, answer: ServerResponse): Promise<void> => {
    if (request.headers.authorization !== options.authorization) return void answer.writeHead(401).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { objects } = batchSchema.parse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
    const found = objects.map(({ oid, size }) =>
      contents.has(oid) || options.href
        ? { oid, size, actions: { download: { href: options.href?.(oid) ?? `${origin}/objects/${oid}` } } }
        : { oid, size, error: { code: 404, message: "Object does not exist" } },
    );
    answer.writeHead(200, { "content-type": "application/vnd.git-lfs+json" }).end(JSON.stringify({ transfer: "basic", objects: found }));
  };
  return {
    origin,
    requests,
    put(content) {
      contents.set(createHash("sha256").update(content).digest("hex"), content);
      return pointerOf(content);
    },
    close: () => server.close(),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("The server listens nowhere");
  return address.port;
}

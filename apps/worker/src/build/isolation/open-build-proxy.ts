import { once } from "node:events";
import { chmod, open } from "node:fs/promises";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, isIP, type Socket } from "node:net";
import { join } from "node:path";
import { pipeline, type Duplex } from "node:stream";
import { addressKind, AddressRefusedError, lookupOnly } from "../../network/address-kind.js";
import type { AllowedHost } from "../../network/allowed-hosts.js";
import { proxyAuthorization, type FindUpstream } from "../../network/upstream-proxy.js";

export type BuildProxyInput = {
  /** The socket `proxy.sock` is made in this folder. */
  folder: string;
  /** What allows a place, or null. */
  findHost: (place: Place) => AllowedHost | null;
  upstream: FindUpstream;
  /** Told once for each place that the build asked for and may not reach. */
  onRefused: (place: string, reason: string | null) => void;
};

export type BuildProxy = { close(): Promise<void> };

export type Place = { host: string; port: number };

const mostConnections = 256;
const mostRefusals = 100;
const idleMs = 120_000;

/**
 * The one way out of a build: a proxy for HTTP and HTTPS that knows names, not addresses. Each name is looked up here, and
 * what was looked up is checked and connected to at once.
 */
export async function openBuildProxy({ folder, findHost, upstream, onRefused }: BuildProxyInput): Promise<BuildProxy> {
  const told = new Set<string>();
  const refuse = ({ host, port }: Place, reason: string | null): string => {
    const place = `${host}:${port}`.slice(0, 300);
    if (!told.has(place) && told.size < mostRefusals) onRefused(place, reason);
    told.add(place);
    return `Builds may not reach ${place}${reason === null ? "" : ` (${reason})`}: WINDLASS_BUILD_HOSTS of the worker says where they may.\n`;
  };
  const decide = (place: Place): { ok: true; options: ConnectOptions } | { ok: false; message: string } => {
    const allowed = findHost(place);
    if (!allowed) return { ok: false, message: refuse(place, null) };
    const kinds = allowed.internal ? (["public", "internal"] as const) : (["public"] as const);
    const address = place.host.replace(/^\[|\]$/g, "");
    const isRefused = isIP(address) !== 0 && !kinds.some((kind) => kind === addressKind(address));
    return isRefused ? { ok: false, message: refuse(place, "a forbidden address") } : { ok: true, options: { host: address, port: place.port, lookup: lookupOnly(kinds) } };
  };
  const explain = (place: Place, error: Error): string =>
    error instanceof AddressRefusedError ? refuse(place, error.message) : `${place.host}:${place.port} cannot be reached: ${error.message}\n`;

  const server = createServer((incoming, answer) => forward(incoming, answer, { decide, explain, upstream }));
  server.on("connect", (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    client.on("error", () => client.destroy());
    const place = readAuthority(incoming.url ?? "");
    const decision = place === null ? { ok: false as const, message: "No host was named.\n" } : decide(place);
    if (place === null || !decision.ok) return void client.end(plain(403, decision.ok ? "" : decision.message));
    const proxy = upstream({ protocol: "https", host: place.host });
    const target = proxy ? throughProxy(proxy, place) : directly(decision.options);
    target.then(
      (socket) => tunnel({ client, head, socket }),
      (error: unknown) => client.end(plain(error instanceof AddressRefusedError ? 403 : 502, explain(place, toError(error)))),
    );
  });
  server.maxConnections = mostConnections;
  server.on("clientError", (_error, socket) => socket.destroy());
  return listen(server, folder);
}

type ConnectOptions = { host: string; port: number; lookup: ReturnType<typeof lookupOnly> };
type Ways = {
  decide: (place: Place) => { ok: true; options: ConnectOptions } | { ok: false; message: string };
  explain: (place: Place, error: Error) => string;
  upstream: FindUpstream;
};

/** A socket's path may be 107 bytes long, and a data folder's longer: the folder is named by a number meanwhile. */
async function listen(server: ReturnType<typeof createServer>, folder: string): Promise<BuildProxy> {
  const directory = await open(folder, "r");
  const path = `/proc/self/fd/${directory.fd}/proxy.sock`;
  server.listen(path);
  await once(server, "listening");
  // The build may be another user.
  await chmod(join(folder, "proxy.sock"), 0o666);
  return {
    close: async () => {
      server.close();
      server.closeAllConnections();
      await directory.close();
    },
  };
}

async function directly(options: ConnectOptions): Promise<Socket> {
  const socket = connect(options);
  socket.setTimeout(idleMs, () => socket.destroy(new Error("nothing was sent for two minutes")));
  await once(socket, "connect");
  return socket;
}

async function throughProxy(proxy: URL, { host, port }: Place): Promise<Socket> {
  const asked = request({ host: proxy.hostname, port: proxy.port || 80, method: "CONNECT", path: `${host}:${port}`, headers: proxyAuthorization(proxy), timeout: idleMs });
  asked.end();
  return new Promise((resolve, reject) => {
    asked.once("error", reject);
    asked.once("connect", ({ statusCode }, socket: Socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new Error(`the server's own proxy answered ${statusCode}`));
    });
    asked.once("response", ({ statusCode }) => reject(new Error(`the server's own proxy answered ${statusCode}`)));
  });
}

function tunnel({ client, head, socket }: { client: Duplex; head: Buffer; socket: Socket }): void {
  client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
  if (head.length > 0) socket.write(head);
  const close = (): void => {
    client.destroy();
    socket.destroy();
  };
  for (const end of [client, socket]) end.on("error", close).on("close", close);
  client.pipe(socket).pipe(client);
}

const hopByHop = new Set(["connection", "keep-alive", "proxy-authorization", "proxy-connection", "te", "trailer", "upgrade"]);

function forward(incoming: IncomingMessage, answer: ServerResponse, { decide, explain, upstream }: Ways): void {
  const url = URL.canParse(incoming.url ?? "") ? new URL(incoming.url ?? "") : null;
  if (url?.protocol !== "http:") return void answer.writeHead(400).end("Only http addresses are asked for this way.\n");
  const place = { host: url.hostname, port: Number(url.port || 80) };
  const decision = decide(place);
  if (!decision.ok) return void answer.writeHead(403).end(decision.message);
  const proxy = upstream({ protocol: "http", host: place.host });
  const headers = { ...Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => !hopByHop.has(name))), host: url.host };
  const to = proxy
    ? { host: proxy.hostname, port: proxy.port || 80, path: url.href, headers: { ...headers, ...proxyAuthorization(proxy) } }
    : { ...decision.options, path: url.pathname + url.search, headers };
  const outgoing = request({ ...to, method: incoming.method, agent: false, timeout: idleMs }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    pipeline(response, answer, () => outgoing.destroy());
  });
  outgoing.on("timeout", () => outgoing.destroy(new Error("nothing was sent for two minutes")));
  outgoing.on("error", (error) => {
    if (answer.headersSent) answer.destroy();
    else answer.writeHead(error instanceof AddressRefusedError ? 403 : 502).end(explain(place, error));
  });
  pipeline(incoming, outgoing, () => undefined);
}

function readAuthority(authority: string): Place | null {
  const match = /^(\[[0-9a-f:.]+\]|[^:/?#@\s]+):(\d{1,5})$/i.exec(authority);
  const [, host = "", port = ""] = match ?? [];
  return match ? { host, port: Number(port) } : null;
}

function plain(status: 403 | 502, message: string): string {
  const words = status === 403 ? "Forbidden" : "Bad Gateway";
  return `HTTP/1.1 ${status} ${words}\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(message)}\r\nConnection: close\r\n\r\n${message}`;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

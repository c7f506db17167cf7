import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export type TcpProxy = {
  /** The given URL, through the proxy. */
  url: string;
  /** Breaks every connection and refuses new ones. */
  cut: () => void;
  /** Connections stay open and nothing passes, as when packets are lost: neither side is told. */
  stall: () => void;
  /** What passes on the connections of now is lost for good, in both directions: neither side is told, and new ones are whole. */
  lose: () => void;
  /** Lets connections through again. */
  mend: () => void;
  /** Everything that the server says comes so much later; 0 ends it. */
  slow: (delayMs: number) => void;
  close: () => Promise<void>;
};

/** Stands between a client and a server, to take the server away from the client. */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const lost = new WeakSet<Socket>();
  let isCut = false;
  let isStalled = false;
  let delayMs = 0;
  const server = createServer((client) => {
    if (isCut) return void client.destroy();
    const upstream = connect(Number(port), hostname);
    for (const [from, to] of [[client, upstream], [upstream, client]] as const) {
      sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on("data", (data) => {
        if (lost.has(from)) return;
        if (from === upstream && delayMs > 0) setTimeout(() => to.writable && to.write(data), delayMs);
        else to.write(data);
      });
      if (isStalled) from.pause();
    }
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.toString(),
    cut: () => {
      isCut = true;
      breakAll();
    },
    stall: () => {
      isStalled = true;
      for (const socket of sockets) socket.pause();
    },
    lose: () => {
      for (const socket of sockets) lost.add(socket);
    },
    mend: () => {
      isCut = false;
      isStalled = false;
      for (const socket of sockets) socket.resume();
    },
    slow: (nextMs) => {
      delayMs = nextMs;
    },
    close: async () => {
      breakAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

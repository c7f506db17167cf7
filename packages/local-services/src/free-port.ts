import { createServer } from "node:net";

/** A port of the loopback interface that nothing listens on now. */
export function freePort(): Promise<number> {
  return listenBriefly(0);
}

/** Whether `port` can be listened on at `host`. */
export async function isPortFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  try {
    await listenBriefly(port, host);
    return true;
  } catch {
    return false;
  }
}

function listenBriefly(port: number, host = "127.0.0.1"): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      const found = typeof address === "object" && address ? address.port : port;
      server.close(() => resolve(found));
    });
  });
}

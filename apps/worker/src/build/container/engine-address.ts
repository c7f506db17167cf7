import type { RequestOptions } from "node:http";

/** Where a Docker engine listens, as `node:http` connects to it. */
export type EngineAddress = Pick<RequestOptions, "socketPath" | "host" | "port">;

/**
 * Reads a DOCKER_HOST such as `unix:///var/run/docker.sock` or `tcp://10.0.0.7:2375`; without one, the usual socket.
 * Throws an Error for what Windlass cannot reach: TLS and ssh.
 */
export function readEngineAddress(dockerHost: string | undefined): EngineAddress {
  const written = dockerHost ?? "unix:///var/run/docker.sock";
  const socketPath = /^unix:\/\/(\/.+)$/.exec(written)?.[1];
  if (socketPath !== undefined) return { socketPath };
  const [, host, port] = /^(?:tcp|http):\/\/([a-z0-9.-]+|\[[0-9a-f:]+\]):(\d{1,5})\/?$/i.exec(written) ?? [];
  if (host === undefined) throw new Error(`DOCKER_HOST is ${JSON.stringify(written)}: write unix:///path or tcp://host:port (TLS and ssh are not supported)`);
  return { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
}

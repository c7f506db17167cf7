import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WindlassError } from "@windlass/contracts/error";
import { openBuildProxy } from "../build/isolation/open-build-proxy.js";
import { upstreamOf } from "../network/upstream-proxy.js";
import { askForObjects, unavailable, type LfsDownload } from "./ask-for-objects.js";
import { askThrough, type Ask } from "./ask-through.js";
import type { LfsPointer } from "./lfs-pointer.js";
import { objectPath, storeObject } from "./store-object.js";

export type FetchObjects = {
  server: string;
  authorization: string | null;
  /** Where objects are kept. */
  store: string;
  /** Hosts that may be in the own network: `host` or `host:port`. */
  allowedHosts: readonly string[];
  signal: AbortSignal;
};

const downloadsAtOnce = 4;
const mostRedirections = 3;

/**
 * Fetches objects from a Git LFS server, and from wherever it says that they are: by way of a proxy of the worker's own that looks at each address and
 * connects to what it looked at, as for builds. Throws `address_refused` and `lfs_unavailable`.
 */
export async function fetchObjects(input: FetchObjects, objects: readonly LfsPointer[]): Promise<void> {
  const { server, authorization, store, allowedHosts, signal } = input;
  const folder = await mkdtemp(join(tmpdir(), "windlass-lfs-"));
  const refused: string[] = [];
  const findHost = ({ host, port }: { host: string; port: number }) => ({ name: host, ports: [port], internal: [host, `${host}:${port}`].some((name) => allowedHosts.includes(name)) });
  const proxy = await openBuildProxy({ folder, findHost, upstream: upstreamOf(process.env), onRefused: (place, reason) => refused.push(`${place} is ${reason ?? "refused"}`) });
  const ask = askThrough(join(folder, "proxy.sock"));
  try {
    const waiting = await askForObjects({ ask, server, authorization, signal }, objects);
    const takeTurns = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await storeObject(store, next, await download(ask, next, signal));
    };
    await Promise.all(Array.from({ length: downloadsAtOnce }, takeTurns));
  } catch (error) {
    signal.throwIfAborted();
    const [first] = refused;
    if (first !== undefined) throw new WindlassError("address_refused", `Git LFS leads to an address of this machine or its network: ${first}.`);
    if (error instanceof WindlassError) throw error;
    throw unavailable(error instanceof Error ? error.message : String(error));
  } finally {
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What opens one place is sent to no other that it points to. */
async function download(ask: Ask, { href, headers, oid }: LfsDownload, signal: AbortSignal): Promise<IncomingMessage> {
  let url = href;
  for (let followed = 0; followed <= mostRedirections; followed += 1) {
    const answer = await ask(url, { method: "GET", headers: url.origin === href.origin ? headers : {}, signal });
    if (answer.statusCode === 200) return answer;
    answer.resume();
    const to = answer.headers.location;
    if (to === undefined || !URL.canParse(to, url.href)) throw unavailable(`${url.host} answered ${answer.statusCode} when asked for ${oid.slice(0, 12)}`);
    url = new URL(to, url);
    if (!/^https?:$/.test(url.protocol)) break;
  }
  throw unavailable(`${oid.slice(0, 12)} is not where the server says`);
}

/** Takes objects from a repository on this machine's disk, which has those that were fetched or made there. Throws `lfs_unavailable`. */
export async function takeObjects(repository: string, store: string, objects: readonly LfsPointer[]): Promise<void> {
  const isBare = (await stat(join(repository, ".git")).catch(() => null)) === null;
  const from = join(repository, isBare ? "lfs" : ".git/lfs");
  for (const object of objects) {
    const path = objectPath(from, object.oid);
    if (!((await stat(path).catch(() => null))?.isFile() ?? false)) throw unavailable(`${repository} has no ${object.oid.slice(0, 12)} (\`git lfs fetch --all\` there gets it)`);
    await storeObject(store, object, createReadStream(path));
  }
}

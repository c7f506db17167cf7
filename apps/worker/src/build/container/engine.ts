import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { z } from "zod";
import type { EngineAddress } from "./engine-address.js";

/** What the worker itself asks of a Docker engine: https://docs.docker.com/reference/api/engine/ */
export type Engine = {
  address: EngineAddress;
  /** All containers, also those that have ended, that have these labels. */
  list(labels: Record<string, string | null>): Promise<FoundContainer[]>;
  /** Whether the kernel ended one of a container's processes because its memory was used up. */
  isOutOfMemory(id: string): Promise<boolean>;
  /** Ends a container and takes it away; one that is gone is no error. */
  remove(id: string): Promise<void>;
};

export type FoundContainer = z.infer<typeof listSchema>[number];

const listSchema = z.array(z.object({ Id: z.string(), Created: z.number(), Labels: z.record(z.string(), z.string()) }));
const inspectSchema = z.object({ State: z.object({ OOMKilled: z.boolean().optional() }) });

const timeoutMs = 30_000;

/** Opens a client of the engine. What its calls throw is an Error that says what the engine answered. */
export function openEngine(address: EngineAddress): Engine {
  const ask = async (method: string, path: string): Promise<{ status: number; body: unknown }> => {
    const outgoing = request({ ...address, method, path, signal: AbortSignal.timeout(timeoutMs) }).end();
    const [answer]: IncomingMessage[] = await once(outgoing, "response");
    if (!answer) throw new Error("The Docker engine did not answer");
    const text = Buffer.concat(await answer.toArray()).toString("utf8");
    return { status: answer.statusCode ?? 0, body: text === "" ? null : JSON.parse(text) };
  };
  const get = async (path: string): Promise<unknown> => {
    const { status, body } = await ask("GET", path);
    if (status !== 200) throw new Error(`The Docker engine answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  return {
    address,
    async list(labels) {
      const label = Object.entries(labels).map(([name, value]) => (value === null ? name : `${name}=${value}`));
      return listSchema.parse(await get(`/containers/json?all=1&filters=${encodeURIComponent(JSON.stringify({ label }))}`));
    },
    isOutOfMemory: async (id) => inspectSchema.parse(await get(`/containers/${id}/json`)).State.OOMKilled === true,
    async remove(id) {
      const { status, body } = await ask("DELETE", `/containers/${id}?force=1&v=1`);
      // 409: it is being taken away already.
      if (![204, 404, 409].includes(status)) throw new Error(`The Docker engine did not remove a container (${status}): ${JSON.stringify(body)}`);
    },
  };
}

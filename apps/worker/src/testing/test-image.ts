import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { z } from "zod";
import type { EngineAddress } from "../build/container/engine-address.js";

const run = promisify(execFile);
const importedSchema = z.object({ status: z.string() });

/** Makes an image of this machine's own Node and shell, with the libraries that they need: no registry is asked. Says its id. */
export async function importTestImage(address: EngineAddress, name: string): Promise<string> {
  const programs = [process.execPath, "/bin/sh"];
  const libraries = await Promise.all(programs.map(async (program) => (await run("ldd", [program])).stdout.matchAll(/(\/\S+) \(0x/g)));
  const paths = new Set([...programs, ...libraries.flatMap((found) => [...found].map(([, path = ""]) => path))]);
  const tar = spawn("tar", ["--create", "--dereference", "--directory", "/", ...[...paths].map((path) => path.slice(1))], { stdio: ["ignore", "pipe", "inherit"] });
  const outgoing = request({ ...address, method: "POST", path: `/images/create?fromSrc=-&repo=${name}&tag=latest`, headers: { "content-type": "application/x-tar" } });
  tar.stdout.pipe(outgoing);
  const [answer]: IncomingMessage[] = await once(outgoing, "response");
  const said = Buffer.concat((await answer?.toArray()) ?? []).toString("utf8");
  const last = importedSchema.safeParse(JSON.parse(said.trim().split("\n").at(-1) ?? "null"));
  if (!last.success) throw new Error(`The image could not be made: ${said}`);
  return last.data.status;
}

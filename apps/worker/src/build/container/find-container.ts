import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readOwnProgram } from "@windlass/compiler/own-program";
import { z } from "zod";
import { runProcess } from "../../process/run-process.js";
import { giveTo } from "../isolation/give-to.js";
import { buildUser, type Containers, type Isolation } from "../isolation/isolation.js";
import { labelNames, labelsOf } from "./clean-containers.js";
import { containerOf } from "./container-of.js";
import { containerCommand } from "./container-command.js";
import { readEngineAddress } from "./engine-address.js";
import { openEngine } from "./engine.js";

export type FindContainerInput = { image: string; dockerHost: string | undefined; dataDir: string };

/** What an image has, as a container of it tells: its Node, and whether it sees and may write the worker's folders. */
const toldSchema = z.object({ version: z.string(), program: z.string(), read: z.string() });
const trial = (folder: string): string => `const fs = require("node:fs"); fs.writeFileSync(${JSON.stringify(join(folder, "written"))}, "yes");
  console.log(JSON.stringify({ version: process.versions.node, program: process.execPath, read: fs.readFileSync(${JSON.stringify(join(folder, "read"))}, "utf8") }));`;

const trialLimits = { memoryBytes: 512 * 1024 ** 2, diskBytes: 1024 ** 2, files: 100, processes: 100, threads: 100 };

/**
 * Finds out, by running something in one, whether builds can have a container each. It says what is in the way when they cannot: no engine, no image, or
 * one that does not see the worker's folders at their paths.
 */
export async function findContainer({ image, dockerHost, dataDir }: FindContainerInput): Promise<Isolation> {
  const none = (reason: string): Isolation => ({ kind: "none", reason: `builds cannot have containers of ${image}: ${reason}` });
  await mkdir(dataDir, { recursive: true });
  const folder = await mkdtemp(join(dataDir, "trial-"));
  try {
    const isRoot = process.getuid?.() === 0;
    const containers: Containers = {
      kind: "container",
      image,
      address: readEngineAddress(dockerHost),
      runAs: isRoot ? buildUser : null,
      user: isRoot ? `${buildUser}:${buildUser}` : `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`,
      program: await readOwnProgram(new URL("./enter-container", import.meta.url)),
      node: { program: "node", version: "0.0.0" },
    };
    const secret = `${process.pid}-${Date.now()}`;
    await writeFile(join(folder, "read"), secret);
    await giveTo(containers.runAs, { own: [folder], cache: folder, signal: new AbortController().signal });
    const { text, said } = await run(containers, folder);
    const told = toldSchema.safeParse(text === "" ? null : JSON.parse(text));
    if (!told.success) return none(said.trim().slice(-500) || "its trial told nothing");
    const wrote = await readFile(join(folder, "written"), "utf8").catch(() => "");
    if (told.data.read !== secret || wrote !== "yes") return none(`the engine shows it other files at ${dataDir}: the worker's data folder must have the same path there`);
    return { ...containers, node: { program: told.data.program, version: told.data.version } };
  } catch (error) {
    return none(error instanceof Error ? error.message : String(error));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(containers: Containers, folder: string): Promise<{ text: string; said: string }> {
  const build = `trial-${randomUUID()}`;
  const cell = { writable: [folder], readOnly: [], placed: [], limits: trialLimits };
  const body = containerOf({ image: containers.image, user: containers.user, cell, labels: labelsOf(build) });
  const output = { text: "", said: "" };
  const engine = openEngine(containers.address);
  await runProcess({
    ...containerCommand(containers, { body, command: ["node", "-e", trial(folder)], pipes: false }),
    cwd: folder,
    env: { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
    timeoutMs: 60_000,
    signal: new AbortController().signal,
    onStdout: (chunk) => (output.text += chunk.toString("utf8")),
    onStderr: (chunk) => (output.said += chunk.toString("utf8")),
  });
  for (const { Id } of await engine.list({ [labelNames.build]: build }).catch(() => [])) await engine.remove(Id);
  return output;
}

import { mkdtemp, rm } from "node:fs/promises";
import { release, tmpdir } from "node:os";
import { join } from "node:path";
import { findOnPath } from "../find-on-path.js";
import { nodeFolders } from "../node-folders.js";
import { gateDescriptor, runProcess } from "../../process/run-process.js";
import { enclose, type Cell } from "./enclose.js";
import { buildUser, type Bubblewrap, type Isolation } from "./isolation.js";
import { enterProcessorGroups, openProcessorGroups } from "./processor-groups.js";
import { showSystem } from "./show-system.js";

const probeLimits = { memoryBytes: 4 * 1024 ** 3, diskBytes: 1024 ** 2, files: 100, processes: 100, threads: 400 };

/**
 * Finds out, by running something in it, whether builds can be isolated on this machine. It says what is in the way when
 * they cannot: no bubblewrap, or a system that lets this user make no namespaces.
 */
export async function findIsolation(wanted: "auto" | "required" | "off", processors?: string): Promise<Isolation> {
  if (wanted === "off") return { kind: "none", reason: "WINDLASS_BUILD_ISOLATION is off" };
  const program = process.platform === "linux" ? await findOnPath("bwrap", process.env["PATH"]) : null;
  if (program === null) return { kind: "none", reason: process.platform === "linux" ? "bubblewrap is not installed" : `bubblewrap does not exist for ${process.platform}` };
  const isolation: Bubblewrap = { kind: "bubblewrap", program, runAs: process.getuid?.() === 0 ? buildUser : null, countsAlone: false, processorGroups: [], system: await showSystem() };
  const alone = { ...isolation, countsAlone: true };
  if (countsByNamespace(release()) && (await whyNot(alone, processors)) === null) return inGroups(alone, processors);
  const failure = await whyNot(isolation, processors);
  return failure === null ? inGroups(isolation, processors) : { kind: "none", reason: `bubblewrap does not work here: ${failure}` };
}

/** With the groups that keep builds to their part of the processors, where such can be made and entered. */
async function inGroups(isolation: Bubblewrap, processors: string | undefined): Promise<Bubblewrap> {
  const grouped = { ...isolation, processorGroups: await openProcessorGroups(processors) };
  const works = grouped.processorGroups.length > 0 && (await whyNot(grouped, processors).catch(() => "they cannot be entered")) === null;
  return works ? grouped : isolation;
}

/** Whether a Linux of this version limits the threads of a user in each user namespace: since 5.14. */
export function countsByNamespace(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  return major > 5 || (major === 5 && minor >= 14);
}

async function whyNot(isolation: Bubblewrap, processors: string | undefined): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), "windlass-isolation-"));
  const said: string[] = [];
  try {
    const groups = isolation.processorGroups;
    const limits = { ...probeLimits, processors };
    const cell: Cell = { ...(groups.length === 0 ? {} : { waitsAt: gateDescriptor }), writable: [], readOnly: await nodeFolders(process.execPath), placed: [{ path: folder, at: "/tmp", writable: true }], limits };
    const end = await runProcess({
      ...enclose(isolation, { program: process.execPath, args: ["--version"] }, cell),
      cwd: folder,
      env: { PATH: "/usr/local/bin:/usr/bin:/bin" },
      timeoutMs: 20_000,
      signal: new AbortController().signal,
      ...(groups.length === 0 ? {} : { admit: (pid: number) => enterProcessorGroups(groups, pid) }),
      onStderr: (chunk) => said.push(chunk.toString("utf8")),
    });
    if (end.ended === "exited" && end.code === 0) return null;
    return said.join("").trim().split("\n").at(-1) || `its trial ended otherwise than it should (${JSON.stringify(end)})`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

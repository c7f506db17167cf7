import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

export type WorkerProcess = {
  pid: number;
  /** What it logged, line by line. */
  lines: string[];
  signal(name: NodeJS.Signals): void;
  /** Resolves with its exit code, null when a signal ended it. */
  ended: Promise<number | null>;
};

/**
 * Starts a worker in a process of its own, as it was built before the tests, and waits until it takes jobs. `preload` names a module of this
 * folder that is loaded before it and changes what it runs on, such as its clock.
 */
export async function startWorkerProcess(env: Record<string, string>, options: { preload?: string } = {}): Promise<WorkerProcess> {
  const main = join(import.meta.dirname, "../../dist/bundle/main.js");
  const preload = options.preload === undefined ? [] : ["--import", join(import.meta.dirname, options.preload)];
  const child: ChildProcess = spawn(process.execPath, [...preload, main], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  // However the tests end, it does not outlive them.
  const end = (): void => void child.kill("SIGKILL");
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  const lines: string[] = [];
  const ended = once(child, "exit").then(([code]: unknown[]) => (typeof code === "number" ? code : null));
  await new Promise<void>((resolve, reject) => {
    if (!child.stdout) return reject(new Error("The worker has no output."));
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(line);
      if (line.includes("takes jobs")) resolve();
    });
    void ended.then((code) => reject(new Error(`The worker ended with ${code}: ${lines.join("\n")}`)));
  });
  const { pid } = child;
  if (pid === undefined) throw new Error("The worker could not be started.");
  return { pid, lines, ended, signal: (name) => void child.kill(name) };
}

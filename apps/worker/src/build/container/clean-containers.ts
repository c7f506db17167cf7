import { hostname } from "node:os";
import type { Engine, FoundContainer } from "./engine.js";

/** Names of labels. A build's containers are found by its own, those of workers that died by the others. */
export const labelNames = { build: "windlass.build", host: "windlass.host", pid: "windlass.pid" } as const;

/** Labels of everything that this process makes, for one build. */
export function labelsOf(build: string): Record<string, string> {
  return { [labelNames.build]: build, [labelNames.host]: hostname(), [labelNames.pid]: String(process.pid) };
}

/**
 * Takes away the containers of workers that died: those of this machine's processes that are gone, or were before this one, and of other
 * machines what is older than any build. Says how many there were. Throws what the engine throws.
 */
export async function cleanContainers(engine: Engine, { oldestMs }: { oldestMs: number }): Promise<number> {
  const found = await engine.list({ [labelNames.build]: null });
  const left = found.filter((container) => isLeft(container, oldestMs));
  for (const { Id } of left) await engine.remove(Id);
  return left.length;
}

function isLeft({ Created, Labels }: FoundContainer, oldestMs: number): boolean {
  if (Date.now() - Created * 1_000 > oldestMs) return true;
  return Labels[labelNames.host] === hostname() && !lives(Number(Labels[labelNames.pid]));
}

/** In a container that was started again this process has the number that the one before had. It has no build yet. */
function lives(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

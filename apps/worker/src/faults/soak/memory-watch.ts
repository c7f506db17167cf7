import { readFile } from "node:fs/promises";
import type { WorkerProcess } from "../../testing/worker-process.js";

type Sample = { atMs: number; mb: number };

/** A worker grows while it warms up; what is asked is whether it goes on. */
const warmUpMs = 180_000;

export type MemoryWatch = {
  /** Notes how much memory each of these workers has now. */
  note(workers: readonly WorkerProcess[]): Promise<void>;
  /** In words: how many workers lived long enough, what they had, and how it grew. */
  summary(): string;
};

/** Follows the memory of workers, of which each may be killed and replaced at any moment. */
export function watchMemory(): MemoryWatch {
  const samples = new Map<number, Sample[]>();
  return {
    async note(workers) {
      for (const { pid } of workers) {
        const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
        const kb = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
        if (kb !== undefined) samples.set(pid, [...(samples.get(pid) ?? []), { atMs: Date.now(), mb: Number(kb) / 1024 }]);
      }
    },
    summary() {
      const warm = [...samples.values()].map((series) => series.filter(({ atMs }) => atMs - (series[0]?.atMs ?? 0) > warmUpMs)).filter((series) => series.length > 6);
      if (warm.length === 0) return "no worker lived long enough for its memory to say anything";
      const all = warm.flat();
      const mean = all.reduce((sum, { mb }) => sum + mb, 0) / all.length;
      const mbPerHour = slopeOf(warm);
      return `${warm.length} workers with ${all.length} samples after their first ${warmUpMs / 60_000} min: ${Math.round(mean)} MB on average, ${mbPerHour.toFixed(1)} MB/h (${((mbPerHour / mean) * 100).toFixed(1)} %/h)`;
    },
  };
}

/** Least squares within each series, with one slope for all of them; MB per hour. */
function slopeOf(all: readonly (readonly Sample[])[]): number {
  let products = 0;
  let squares = 0;
  for (const series of all) {
    const mean = (value: (sample: Sample) => number): number => series.reduce((sum, sample) => sum + value(sample), 0) / series.length;
    const [meanAt, meanMb] = [mean(({ atMs }) => atMs), mean(({ mb }) => mb)];
    for (const { atMs, mb } of series) {
      products += (atMs - meanAt) * (mb - meanMb);
      squares += (atMs - meanAt) ** 2;
    }
  }
  return (products / squares) * 3_600_000;
}

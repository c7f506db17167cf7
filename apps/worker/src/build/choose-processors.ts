import { readFile } from "node:fs/promises";

/**
 * Numbers of the processors that builds may use, separated by commas: so many as wanted of those that this process may use, or all but the first, which
 * then answers whatever builds do. Undefined where that is all of them, or no kernel tells which there are.
 */
export async function chooseProcessors(wanted: number | undefined, statusFile = "/proc/self/status"): Promise<string | undefined> {
  const status = await readFile(statusFile, "utf8").catch(() => "");
  const allowed = listed(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? "");
  const count = wanted ?? Math.max(1, allowed.length - 1);
  return count >= allowed.length ? undefined : allowed.slice(-count).join(",");
}

/** As proc_pid_status(5) lists them: `0-2,5`. */
function listed(ranges: string): number[] {
  return ranges.split(",").filter(Boolean).flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

import { readFileSync, readdirSync } from "node:fs";

/** What a process occupies alone and its share of what it has in common with others, in bytes (Linux). @param {number} pid */
export function memoryOf(pid) {
  const kilobytes = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
  return Number(kilobytes) * 1_024;
}

/** The same of a process and its children. @param {number} pid */
export function memoryOfFamily(pid) {
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && parentOf(name) === pid);
  return [pid, ...children.map(Number)].reduce((sum, one) => sum + memoryOrNothing(one), 0);
}

/** @param {string} name */
function parentOf(name) {
  try {
    return Number(/\) \w (\d+)/.exec(readFileSync(`/proc/${name}/stat`, "utf8"))?.[1]);
  } catch {
    return 0; // It has ended meanwhile.
  }
}

/** @param {number} pid */
function memoryOrNothing(pid) {
  try {
    return memoryOf(pid);
  } catch {
    return 0;
  }
}

/** The parts of an entry's name, or what is wrong with it. */
export type EntryName = { parts: string[] } | { wrong: string };

const longestPart = 255;
const longestPath = 1_000;

/** Reads the name of an entry of an archive: a path below the folder that it is unpacked into, and nothing that could be anything else. */
export function readEntryName(name: string): EntryName {
  if (name.includes("\0")) return { wrong: "has a NUL in its name" };
  if (name.includes("\\")) return { wrong: "has a backslash in its name" };
  if (name.startsWith("/")) return { wrong: "has an absolute name" };
  const parts = name.split("/").filter((part, index, all) => part !== "" || (index > 0 && index < all.length - 1));
  while (parts[0] === ".") parts.shift();
  if (parts.some((part) => part === "" || part === "." || part === "..")) return { wrong: "has a name that leads elsewhere" };
  if (parts.some((part) => isGitFolder(part))) return { wrong: "belongs to a .git folder" };
  const isLong = Buffer.byteLength(name) > longestPath || parts.some((part) => Buffer.byteLength(part) > longestPart);
  return isLong ? { wrong: "has a name that is too long" } : { parts };
}

/** What git, in a build, would take for a repository with its hooks and settings, on any file system. */
function isGitFolder(part: string): boolean {
  const plain = part.normalize("NFKC").replace(/\p{Cf}/gu, "").replace(/[. ]+$/, "").toLowerCase();
  return plain === ".git" || plain === "git~1";
}

/**
 * What is wrong with the target of a symbolic link, or null: it goes up first, no further than the root, and only down from
 * there. Then no chain of such links leads out, whatever lies between.
 */
export function wrongTarget(parts: readonly string[], target: string): string | null {
  if (target === "" || target.includes("\0") || target.includes("\\")) return "is a link to no path";
  if (target.startsWith("/")) return "is a link to an absolute path";
  const steps = target.split("/").filter((step) => step !== "" && step !== ".");
  const down = steps.findIndex((step) => step !== "..");
  const ups = down === -1 ? steps.length : down;
  if (ups > parts.length - 1) return "is a link out of the folder";
  if (steps.slice(ups).includes("..")) return "is a link that goes down and up again";
  return steps.some(isGitFolder) ? "is a link into a .git folder" : null;
}

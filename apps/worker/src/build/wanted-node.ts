import { dirname, join, relative } from "node:path";
import { validRange } from "semver";
import { z } from "zod";
import { readRegular } from "@windlass/compiler/read-regular";

/** Which Node a repository asks for: a range as `semver` reads it, and which file says so, in which words. */
export type WantedNode = { range: string; file: string; text: string };

const packageSchema = z.object({ engines: z.object({ node: z.string() }) });

/** Names of the lines that get long support, and their majors. */
const codenames: Record<string, number> = { argon: 4, boron: 6, carbon: 8, dubnium: 10, erbium: 12, fermium: 14, gallium: 16, hydrogen: 18, iron: 20, jod: 22, krypton: 24 };
const longSupport = "20 || 22 || 24 || 26 || 28";
const longestFile = 1024 * 1024;

/**
 * Finds which Node the service asks for, in its directory or those above it, up to the repository's root: `.nvmrc` goes
 * before `.node-version`, and that before `engines.node`. Null when nothing does, or nothing that can be read.
 */
export async function findWantedNode(source: { root: string; directory: string }): Promise<WantedNode | null> {
  for (let directory = source.directory; ; directory = dirname(directory)) {
    for (const [name, read] of Object.entries(readers)) {
      const text = read(await contentOf(join(directory, name)));
      const range = text === null ? null : rangeOf(text);
      if (text !== null && range !== null) return { range, file: relative(source.root, join(directory, name)), text };
    }
    if (directory === source.root || dirname(directory) === directory) return null;
  }
}

const firstLine = (content: string): string | null => content.split("\n").map((line) => line.replace(/#.*/, "").trim()).find((line) => line !== "") ?? null;

const readers: Record<string, (content: string) => string | null> = { ".nvmrc": firstLine, ".node-version": firstLine, "package.json": engineOf };

function engineOf(content: string): string | null {
  try {
    return packageSchema.safeParse(JSON.parse(content)).data?.engines.node ?? null;
  } catch {
    // Told where the dependencies are installed.
    return null;
  }
}

/** A range of what people write into these files; null for what is none. */
export function rangeOf(text: string): string | null {
  const word = text.trim().toLowerCase().replace(/^node[ @-]?v?(?=\d)/, "");
  if (["node", "stable", "latest", "current", "*"].includes(word)) return "*";
  if (word === "lts/*" || word === "lts" || /^lts\/-\d+$/.test(word)) return longSupport;
  const major = codenames[word.replace(/^lts\//, "")];
  return major === undefined ? validRange(word) : String(major);
}

/** Links are not followed: the repository's own files alone say what it wants. */
async function contentOf(path: string): Promise<string> {
  return readRegular(path, { path, maxBytes: longestFile }).then(({ content }) => content.toString("utf8"), () => "");
}

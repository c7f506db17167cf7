import { mkdtemp, readdir, readFile, readlink, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { paxEntry, rawArchive, rawEntry, type RawEntry } from "../testing/raw-tar.js";
import { unpackArchive, type UnpackLimits } from "./unpack-archive.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-unpack-"));
});
afterEach(() => rm(folder, { recursive: true }));

const usual: UnpackLimits = { unpackedBytes: 64 * 1024 ** 2, fileBytes: 16 * 1024 ** 2, entries: 1_000 };
const unpack = (archive: Buffer | Readable, limits = usual) =>
  unpackArchive({ archive: Buffer.isBuffer(archive) ? Readable.from([archive]) : archive, target: join(folder, "target"), limits, signal: new AbortController().signal });
const outside = async () => (await readdir(folder)).filter((name) => name !== "target");

describe("an archive of a folder", () => {
  it("is unpacked with its folders, modes and links", async () => {
    const long = `${"deep/".repeat(30)}file.txt`;
    const archive = rawArchive(
      { name: "./serverless.yml", content: "service: x\n" },
      { name: "bin/run", content: "#!/bin/sh\n", mode: 0o4755 },
      { name: "empty/", type: "5" },
      paxEntry("path", long), { name: "cut", content: "long" },
      { name: "packages/a/lib", type: "2", link: "../../shared/lib" },
      { name: "here", type: "2", link: "./bin/run" },
      { name: "shared/lib/x", content: "x" },
    );
    expect(await unpack(archive)).toEqual({ files: 6, sizeBytes: 26 });
    const at = (path: string) => join(folder, "target", path);
    expect(await readFile(at("serverless.yml"), "utf8")).toBe("service: x\n");
    expect((await stat(at("bin/run"))).mode & 0o7777).toBe(0o755);
    expect((await stat(at("empty"))).isDirectory()).toBe(true);
    expect(await readFile(at(long), "utf8")).toBe("long");
    expect(await readFile(at("packages/a/lib/x"), "utf8")).toBe("x");
    expect(await readlink(at("here"))).toBe("./bin/run");
  });
});

// PROOFS S04
describe("a hostile archive", () => {
  const hostile: Record<string, (RawEntry | Buffer)[]> = {
    "goes up": [{ name: "../evil", content: "x" }],
    "goes up from below": [{ name: "a/../../evil", content: "x" }],
    "goes up by a long name": [paxEntry("path", "../evil"), { name: "innocent", content: "x" }],
    "goes up with backslashes": [{ name: "..\\evil", content: "x" }],
    "has an absolute name": [{ name: "/tmp/windlass-evil", content: "x" }],
    "has an empty part": [{ name: "a//b", content: "x" }],
    "has a NUL in a name": [paxEntry("path", "good\0/../../evil"), { name: "innocent", content: "x" }],
    "names the folder itself as a file": [{ name: ".", content: "x" }],
    "brings a repository with hooks": [{ name: "sub/.git/hooks/post-checkout", content: "x" }],
    "brings one under another spelling": [{ name: ".GIT/config", content: "x" }],
    "links to an absolute path": [{ name: "link", type: "2", link: "/etc" }],
    "links out": [{ name: "a/link", type: "2", link: "../../outside" }],
    "links out by a long target": [paxEntry("linkpath", "../outside"), { name: "link", type: "2", link: "x" }],
    "links down and up again": [{ name: "a/b/m", type: "2", link: "../.." }, { name: "a/b/l", type: "2", link: "m/../../outside" }],
    "writes through a link": [{ name: "a/link", type: "2", link: "../b" }, { name: "a/link/x", content: "x" }],
    "links behind a link": [{ name: "a", type: "2", link: "b" }, { name: "a/c", type: "2", link: "../b" }],
    "links to nothing": [{ name: "link", type: "2", link: "" }],
    "has the same link twice": [{ name: "link", type: "2", link: "b" }, { name: "link", type: "2", link: "c" }],
    "has a hard link out": [{ name: "passwd", type: "1", link: "../../etc/passwd" }],
    "has a hard link inside": [{ name: "a", content: "x" }, { name: "b", type: "1", link: "a" }],
    "has a character device": [{ name: "null", type: "3" }],
    "has a block device": [{ name: "disk", type: "4" }],
    "has a pipe": [{ name: "pipe", type: "6" }],
    "has an entry of an unknown kind": [{ name: "what", type: "V" }],
    "has a file twice": [{ name: "a", content: "x" }, { name: "a", content: "y" }],
    "has a file that is a folder too": [{ name: "a", content: "x" }, { name: "a/b", content: "y" }],
    "has content behind a link": [{ name: "link", type: "2", link: "b", content: "x" }],
    "ends before it says": [{ name: "a", content: "x", size: 4_000 }],
    "has a name that is too long": [paxEntry("path", "x".repeat(300)), { name: "cut", content: "x" }],
  };

  it.each(Object.entries(hostile))("%s, and is refused with nothing outside", async (_what, entries) => {
    await expect(unpack(rawArchive(...entries))).rejects.toMatchObject({ code: "upload_invalid" });
    expect(await outside()).toEqual([]);
    await expect(stat("/tmp/windlass-evil")).rejects.toThrow("ENOENT");
  });

  it.each([["no gzip", Buffer.from("hello")], ["a gzip of something else", rawArchive(Buffer.alloc(1024, "x"))]])("is %s", async (_what, archive) => {
    await expect(unpack(archive)).rejects.toMatchObject({ code: "upload_invalid" });
  });
});

// PROOFS S04
describe("an archive without end", () => {
  const gzipped = (blocks: () => Generator<Buffer>): Readable => Readable.from(blocks()).pipe(createGzip({ level: 1 }));
  const megabyte = Buffer.alloc(1024 ** 2);
  const cases: Record<string, [() => Generator<Buffer>, RegExp]> = {
    "of one file of 4 GB": [function* () { yield rawEntry({ name: "bomb", size: 4 * 1024 ** 3 }); for (;;) yield megabyte; }, /larger than 16 MB/],
    "of many files": [function* () { for (let n = 0; ; n += 1) { yield rawEntry({ name: `f${n}`, size: megabyte.length }); yield megabyte; } }, /larger than 64 MB/],
    "of nothing": [function* () { for (;;) yield megabyte; }, /larger than 66 MB/],
    "of a million empty files": [function* () { for (let n = 0; n < 1_000_000; n += 1) yield rawEntry({ name: `f${n}` }); }, /more than 1000 files/],
    "of a million links": [function* () { for (let n = 0; n < 1_000_000; n += 1) yield rawEntry({ name: `f${n}`, type: "2", link: "x" }); }, /more than 1000 files/],
    "of folders in folders": [function* () { for (let n = 0; ; n += 1) { yield paxEntry("path", `${n}/${"d/".repeat(200)}`); yield rawEntry({ name: "d", type: "5" }); } }, /more than 1000 folders/],
    "of a header of 900 MB": [function* () { yield rawEntry({ name: "pax", type: "x", size: 900 * 1024 ** 2 }); for (;;) yield megabyte; }, /cannot be read/],
  };

  it.each(Object.entries(cases))("%s is left off at a limit, in bounded time and memory", async (_what, [blocks, message]) => {
    const before = process.memoryUsage().rss;
    const startedAt = performance.now();
    await expect(unpack(gzipped(blocks))).rejects.toThrow(message);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 ** 2);
    expect(await outside()).toEqual([]);
  });
});

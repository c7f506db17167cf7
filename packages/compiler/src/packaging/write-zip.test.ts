import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { countEntries, readZip } from "../testing/read-zip.js";
import { entryOf, writeZip, type ZipEntry } from "./write-zip.js";

const entry = (name: string, text: string, executable = false): ZipEntry => entryOf(name, new TextEncoder().encode(text), executable);

async function zip(entries: ZipEntry[]): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  await writeZip(entries, { write: (bytes) => void pieces.push(bytes) });
  return Buffer.concat(pieces);
}

describe("writeZip", () => {
  it("makes the same bytes whatever the order of the entries", async () => {
    const one = entry("a.js", "1");
    const two = entry("b/c.js", "2", true);
    expect(await zip([one, two])).toEqual(await zip([two, one]));
  });

  it("makes these bytes on every machine, at any time and in any time zone", async () => {
    expect((await zip([entry("run", "x", true), entry("ä.txt", "")])).toString("hex")).toBe(
      "504b030414000008000000002100831" + "6dc8c010000000100000003000000" + "72756e78" +
        "504b03041400000800000000210000000000" + "000000000000000006000000c3a42e747874" +
        "504b01023f031400000800000000210083" + "16dc8c0100000001000000030000000000000000000000ed810000000072756e" +
        "504b01023f0314000008000000002100000000000000000000000000060000000000000000000000a48122000000c3a42e747874" +
        "504b050600000000020002006500000046000000" + "0000",
    );
  });

  it("makes other bytes for other content and for an executable bit", async () => {
    const plain = await zip([entry("run", "x")]);
    expect(await zip([entry("run", "y")])).not.toEqual(plain);
    expect(await zip([entry("run", "x", true)])).not.toEqual(plain);
  });

  it("is read back by another program: small files, large ones in pieces, names of any script, modes", async () => {
    const large = Buffer.concat([randomBytes(1_500_000), Buffer.alloc(3_000_000, "windlass ")]);
    const pieces = async function* read(): AsyncIterable<Uint8Array> {
      for (let at = 0; at < large.length; at += 65_536) yield large.subarray(at, at + 65_536);
    };
    const entries = [
      entry("bin/run", "#!/bin/sh\n".repeat(100), true),
      { name: "large.bin", executable: false, sizeBytes: large.length, read: () => Promise.reject(new Error("too large to be read at once")), stream: pieces },
      entry("naïve/文件.js", "x"),
      entry("empty", ""),
    ];
    const found = await readZip(await zip(entries));
    expect(found.map(({ name, mode }) => [name, mode.toString(8)])).toEqual([["bin/run", "100755"], ["empty", "100644"], ["large.bin", "100644"], ["naïve/文件.js", "100644"]]);
    // Equality of the bytes themselves: the test library's own comparison takes minutes for them.
    expect(found.map(({ content }, index) => content.equals([Buffer.from("#!/bin/sh\n".repeat(100)), Buffer.alloc(0), large, Buffer.from("x")][index] ?? Buffer.from("?")))).toEqual([true, true, true, true]);
  });

  it("holds more files than the format's first version could", async () => {
    const entries = Array.from({ length: 66_000 }, (_, index) => entry(`f${index}`, ""));
    expect(await countEntries(await zip(entries))).toBe(66_000);
  }, 30_000);

  it("throws what reading a file throws, in small files and in large ones", async () => {
    const fails = (): Promise<never> => Promise.reject(new Error("gone"));
    const failing: ZipEntry = { ...entry("b", "x"), read: fails };
    await expect(zip([entry("a", "x"), failing])).rejects.toThrow("gone");
    const stream = async function* pieces(): AsyncIterable<Uint8Array> {
      yield Buffer.alloc(10);
      await fails();
    };
    await expect(zip([{ ...entry("c", "x"), sizeBytes: 2_000_000, stream }])).rejects.toThrow("gone");
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    const written = writeZip([entry("a", "x"), entry("b", "x")], { write: () => stop.abort(new Error("enough")), signal: stop.signal });
    await expect(written).rejects.toThrow("enough");
  });
});

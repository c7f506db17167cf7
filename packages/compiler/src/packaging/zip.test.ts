import { describe, expect, it } from "vitest";
import { zip, type ZipEntry } from "./zip.js";

const entry = (name: string, text: string, executable = false): ZipEntry => ({ name, content: new TextEncoder().encode(text), executable });

describe("zip", () => {
  it("makes the same bytes whatever the order of the entries", async () => {
    const one = entry("a.js", "1");
    const two = entry("b/c.js", "2", true);
    expect(await zip([one, two])).toEqual(await zip([two, one]));
  });

  it("makes other bytes for other content and for an executable bit", async () => {
    const plain = await zip([entry("run", "x")]);
    expect(await zip([entry("run", "y")])).not.toEqual(plain);
    expect(await zip([entry("run", "x", true)])).not.toEqual(plain);
  });

  it("writes a fixed time", async () => {
    const bytes = Buffer.from(await zip([entry("a", "x")]));
    expect(bytes.readUInt32LE(0)).toBe(0x04034b50);
    // DOS time 0, DOS date 1980-01-01.
    expect(bytes.readUInt16LE(10)).toBe(0);
    expect(bytes.readUInt16LE(12)).toBe(0x21);
  });
});

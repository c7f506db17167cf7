import { describe, expect, it } from "vitest";
import { isDiskFull, saysDiskFull } from "./disk-full.js";

describe("a full disk", () => {
  it.each([
    "fatal: write error: No space left on device",
    "Error: ENOSPC: no space left on device, write",
    "warning: x\nerror: unable to write file random.txt",
    "fatal: sha1 file 'index.lock' write error. Out of diskspace",
    "npm error code EDQUOT",
  ])("is what a program says: %s", (text) => expect(saysDiskFull(text)).toBe(true));

  it.each(["error: unable to create file x: Permission denied", "the space left on the device is fine", "MYENOSPCX"])("is not: %s", (text) =>
    expect(saysDiskFull(text)).toBe(false));

  it("is found behind the error that it caused", () => {
    const cause = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    expect(isDiskFull(new Error("The zip could not be written.", { cause }))).toBe(true);
    expect(isDiskFull(new Error("Another."))).toBe(false);
  });
});

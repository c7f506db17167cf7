import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadMasterKey, openKeyring } from "./sealing.js";

const unopened = /unable to authenticate|version|cut short/;

describe("a keyring", () => {
  const keyring = openKeyring({ masterKey: randomBytes(32) });

  test("opens what it sealed", () => {
    expect(keyring.open(keyring.seal("hunter2 äöü", "a/1/x"), "a/1/x")).toBe("hunter2 äöü");
    expect(keyring.open(keyring.seal("", "a/1/x"), "a/1/x")).toBe("");
  });

  test("never seals the same twice, and shows nothing of the text", () => {
    const first = keyring.seal("hunter2", "a/1/x");
    expect(first.equals(keyring.seal("hunter2", "a/1/x"))).toBe(false);
    expect(first.includes("hunter2")).toBe(false);
  });

  // PROOFS S23
  test("does not open a value in another place, altered, cut, or under another key", () => {
    const sealed = keyring.seal("hunter2", "a/1/x");
    expect(() => keyring.open(sealed, "a/2/x")).toThrow(unopened);
    for (let i = 0; i < sealed.length; i += 1) {
      const altered = Buffer.from(sealed);
      altered.writeUInt8(altered.readUInt8(i) ^ 1, i);
      expect(() => keyring.open(altered, "a/1/x"), `byte ${i}`).toThrow(unopened);
      expect(() => keyring.open(sealed.subarray(0, i), "a/1/x"), `cut at ${i}`).toThrow(unopened);
    }
    expect(() => openKeyring({ masterKey: randomBytes(32) }).open(sealed, "a/1/x")).toThrow(unopened);
  });

  test("refuses a key of another length", () => {
    expect(() => openKeyring({ masterKey: randomBytes(16) })).toThrow(/32 bytes/);
  });
});

describe("the master key", () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), "windlass-"));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  test("is made once, for its owner only, even by processes that start together", async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => loadMasterKey({ dataDir, env: {} })));
    expect(new Set(keys.map((key) => key.toString("hex"))).size).toBe(1);
    expect((await stat(path.join(dataDir, "master.key"))).mode & 0o777).toBe(0o600);
  });

  test("is taken from the environment when it is there", async () => {
    const key = randomBytes(32);
    expect(await loadMasterKey({ dataDir, env: { WINDLASS_MASTER_KEY: key.toString("base64") } })).toEqual(key);
    await expect(loadMasterKey({ dataDir, env: { WINDLASS_MASTER_KEY: "c2hvcnQ=" } })).rejects.toThrow(/32 bytes/);
  });

  test("is refused when others can read it", async () => {
    await loadMasterKey({ dataDir, env: {} });
    await chmod(path.join(dataDir, "master.key"), 0o644);
    await expect(loadMasterKey({ dataDir, env: {} })).rejects.toThrow(/chmod 600/);
  });
});

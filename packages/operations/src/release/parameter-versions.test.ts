import { expect, it } from "vitest";
import { openKeyring } from "../sealing.js";
import { compareParameters, parameterVersions } from "./parameter-versions.js";

const keyring = openKeyring({ masterKey: new Uint8Array(32) });
const of = (values: Record<string, string>, version = 1, stageId = "s") =>
  parameterVersions(Object.entries(values).map(([name, value]) => ({ name, value, secret: name.startsWith("SECRET"), version })), { stageId, keyring });

it("keeps hashes, never values, that mean nothing under another key or in another place", () => {
  const kept = of({ SECRET_A: "hunter2" });
  expect(JSON.stringify(kept)).not.toContain("hunter2");
  expect(kept["SECRET_A"]?.digest).toMatch(/^[0-9a-f]{64}$/);
  const other = parameterVersions([{ name: "SECRET_A", value: "hunter2", secret: true, version: 1 }], { stageId: "s", keyring: openKeyring({ masterKey: new Uint8Array(32).fill(1) }) });
  expect(other["SECRET_A"]?.digest).not.toBe(kept["SECRET_A"]?.digest);
  expect(of({ SECRET_A: "hunter2" }, 1, "other")["SECRET_A"]?.digest).not.toBe(kept["SECRET_A"]?.digest);
});

it("tells what changed, came and went since, by the values and not by their numbers", () => {
  expect(compareParameters(of({ A: "1", B: "2", SECRET_C: "3" }), of({ A: "1", B: "x", SECRET_D: "4" }, 2))).toEqual([
    { name: "B", secret: false, change: "changed", releaseVersion: 1, currentVersion: 2 },
    { name: "SECRET_C", secret: true, change: "removed", releaseVersion: 1, currentVersion: null },
    { name: "SECRET_D", secret: true, change: "added", releaseVersion: null, currentVersion: 2 },
  ]);
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { chooseProcessors } from "./choose-processors.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-processors-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each([
  ["leaves the first of two", "0-1", undefined, "1"],
  ["leaves the first of many, wherever they begin", "2-4,8,10-11", undefined, "3,4,8,10,11"],
  ["takes so many as wanted, the last ones", "0-7", 2, "6,7"],
  ["leaves none where there is one", "3", undefined, undefined],
  ["leaves none where all are wanted", "0-3", 4, undefined],
  ["leaves none where more are wanted than there are", "0-3", 64, undefined],
])("%s (S32)", async (_, allowed, wanted, expected) => {
  const file = join(folder, "status");
  await writeFile(file, `Name:\tnode\nCpus_allowed:\tf\nCpus_allowed_list:\t${allowed}\nMems_allowed_list:\t0\n`);
  expect(await chooseProcessors(wanted, file)).toBe(expected);
});

it("leaves builds alone where no kernel tells which processors there are", async () => {
  expect(await chooseProcessors(undefined, join(folder, "none"))).toBeUndefined();
});

import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../steps/layout.mjs";
import { readOptions } from "./options.mjs";

test("without anything: port 4680 of this machine, .windlass, with the sandbox", () => {
  const expected = { help: false, port: 4680, host: "127.0.0.1", dataDir: join(root, ".windlass"), sandbox: true, databaseUrl: null, redisUrl: null };
  expect(readOptions([], {})).toEqual(expected);
});

test("the command line wins over the environment", () => {
  const env = { PORT: "1", WINDLASS_DATA: "/a", DATABASE_URL: "postgresql://db", REDIS_URL: "redis://r", HOST: "0.0.0.0" };
  const expected = { port: 5000, dataDir: "/b", sandbox: false, databaseUrl: "postgresql://db", redisUrl: "redis://r", host: "0.0.0.0" };
  expect(readOptions(["--port", "5000", "--data", "/b", "--no-sandbox"], env)).toMatchObject(expected);
});

test("an empty variable is one that is not set", () => {
  expect(readOptions([], { HOST: "", DATABASE_URL: "", WINDLASS_DATA: "" })).toMatchObject({ host: "127.0.0.1", databaseUrl: null });
});

test.each([["--port", "0"], ["--port", "abc"], ["--port", "65536"], ["--unknown"], ["something"]])("%s %s is refused with what to do", (...args) => {
  expect(() => readOptions(args, {})).toThrow(expect.objectContaining({ name: "Failure", hint: expect.stringMatching(/./) }));
});

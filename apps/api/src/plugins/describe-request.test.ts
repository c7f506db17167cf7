import Fastify from "fastify";
import { expect, test } from "vitest";
import { describeRequest } from "./describe-request.js";

test("the log has no code, state or token of an address", async () => {
  const lines: string[] = [];
  const app = Fastify({ logger: { serializers: { req: describeRequest }, stream: { write: (line) => void lines.push(line) } } });
  app.get("/settings/github/callback", () => "");
  await app.inject("/settings/github/callback?code=secret-code&state=secret-state&tab=x");
  expect(lines.join("")).toContain("/settings/github/callback?code=…&state=…&tab=x");
  expect(lines.join("")).not.toContain("secret");
  await app.close();
});

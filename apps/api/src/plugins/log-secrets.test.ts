import { expect, test } from "vitest";
import { secretsIn } from "./log-secrets.js";

test("the secrets of a body are found wherever they stand, and bytes have none", () => {
  const body = { name: "orders", accessToken: "t0k3n", accounts: [{ secretAccessKey: "k3y" }], parameters: [{ name: "A", secret: true, value: "v4lue" }, { name: "B", secret: false, value: "plain" }] };
  expect(secretsIn(body)).toEqual(["t0k3n", "k3y", "v4lue"]);
  expect(secretsIn(Object.assign(Buffer.from("{}"), { password: "no field of a request" }))).toEqual([]);
});

import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { readSessionToken } from "./session-cookie.js";

const cookie = { name: "windlass_session", secret: "s3cret" };
const sign = (token: string, secret = cookie.secret) => `${token}.${createHmac("sha256", secret).update(token).digest("base64")}`;
const header = (value: string) => `theme=dark; ${cookie.name}=${encodeURIComponent(value)}; other=1`;

test("a session's token is read when its signature is right", () => {
  expect(readSessionToken(cookie, header(sign("abc-DEF_123")))).toBe("abc-DEF_123");
  expect(readSessionToken(cookie, `${cookie.name}=${sign("abc")}`)).toBe("abc");
});

test("nothing is read of a cookie that was changed, signed with another key, doubled, cut or not there", () => {
  const good = sign("abc");
  const bad = [header(good.replace("abc", "abd")), header(sign("abc", "other")), `${header(good)}; ${cookie.name}=${sign("abd")}`, header(good.slice(0, -2)), header("abc"), header(""), "theme=dark", `${cookie.name}=%`];
  expect(bad.map((one) => readSessionToken(cookie, one))).toEqual(bad.map(() => null));
});

import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { signedId } from "./standard-signature.js";

// The example of the Standard Webhooks specification.
const token = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const body = Buffer.from('{"test": 2432232314}');
const headers = { "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330", "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" };
const nowMs = 1_614_265_330_000;
const read = (change: Record<string, string | undefined> = {}, input: Partial<{ nowMs: number; token: string }> = {}, bytes: Uint8Array = body) => signedId(bytes, { headers: { ...headers, ...change }, token, nowMs, ...input });

test("knows the specification's own example, also among other signatures", () => {
  expect([read(), read({ "webhook-signature": `v1,AAAA v2,x ${headers["webhook-signature"]}` })]).toEqual([headers["webhook-id"], headers["webhook-id"]]);
});

test("refuses other ids, times, bytes and keys, and what is too old or too new", () => {
  const hex = createHmac("sha256", Buffer.from(token.slice(6), "base64")).update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.`).update(body).digest("hex");
  const wrong = [
    read({ "webhook-id": "msg_other" }),
    read({ "webhook-timestamp": "1614265331" }),
    read({}, {}, Buffer.from("{}")),
    read({}, { token: "whsec_AAAA" }),
    read({}, { nowMs: nowMs + 301_000 }),
    read({}, { nowMs: nowMs - 301_000 }),
    ...["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => read({ [name]: undefined })),
    ...["", "v1,", "v1,AAAA", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", `v1,${hex}`].map((signature) => read({ "webhook-signature": signature })),
  ];
  expect(wrong.filter((id) => id !== null)).toEqual([]);
});

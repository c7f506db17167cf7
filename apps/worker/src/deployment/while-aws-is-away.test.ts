import { toWindlassError } from "@windlass/aws/aws-error";
import { expect, it } from "vitest";
import { isAwayError } from "./while-aws-is-away.js";

const answered = (name: string, httpStatusCode: number) => Object.assign(new Error("UnknownError"), { name, $metadata: { httpStatusCode } });

// PROOFS F16: the answer to a throttled HEAD of S3 is a bare 503.
it.each([
  [answered("Unknown", 503), true],
  [answered("InternalError", 500), true],
  [answered("SlowDown", 503), true],
  [Object.assign(new Error("connect"), { code: "ECONNREFUSED" }), true],
  [answered("NotFound", 404), false],
  [answered("AccessDenied", 403), false],
  [new Error("surprise"), false],
])("%o is waited for: %s", (error, isAway) => {
  expect(isAwayError(toWindlassError(error, "look for the bucket"))).toBe(isAway);
  expect(isAwayError(error)).toBe(false);
});

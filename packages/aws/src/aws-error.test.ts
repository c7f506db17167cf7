import { WindlassError } from "@windlass/contracts/error";
import { expect, it } from "vitest";
import { isTransient, toWindlassError } from "./aws-error.js";

/** An error as the SDK throws it: named by AWS's code, with the answer's status. */
function awsError(name: string, message: string, httpStatusCode: number): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

const systemError = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });

it.each([
  [awsError("Throttling", "Rate exceeded", 400), "aws_throttled", true],
  [awsError("TooManyRequestsException", "Rate exceeded", 429), "aws_throttled", true],
  [awsError("SlowDown", "Please reduce your request rate.", 503), "aws_throttled", true],
  [awsError("ServiceUnavailable", "Try later", 503), "aws_error", true],
  [awsError("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403), "credentials_refused", false],
  [awsError("ExpiredTokenException", "The security token included in the request is expired", 403), "credentials_refused", true],
  [awsError("CredentialsProviderError", "Could not load credentials from any providers", 0), "credentials_refused", false],
  [awsError("AccessDenied", "not authorized to perform: sts:AssumeRole on resource", 403), "credentials_refused", false],
  [awsError("Forbidden", "UnknownError", 403), "aws_denied", false],
  [awsError("NoSuchBucket", "The specified bucket does not exist", 404), "aws_error", false],
  [systemError("ECONNREFUSED"), "account_unreachable", true],
  [Object.assign(new Error("timed out"), { name: "TimeoutError" }), "account_unreachable", true],
  [new AggregateError([systemError("ECONNREFUSED"), systemError("ENETUNREACH")], ""), "account_unreachable", true],
  [new Error("fetch failed", { cause: systemError("ENOTFOUND") }), "account_unreachable", true],
  [new Error("surprise"), "aws_error", false],
])("%o is %s", (error, code, transient) => {
  expect(toWindlassError(error, "read a thing")).toMatchObject({ name: "WindlassError", code, cause: error });
  expect(isTransient(error)).toBe(transient);
});

it("says what was tried, in AWS's words, and which action is missing", () => {
  const denied = awsError("AccessDeniedException", "User: a is not authorized to perform: lambda:InvokeFunction on resource: b", 403);
  expect(toWindlassError(denied, "invoke hello")).toMatchObject({
    message: "Could not invoke hello: User: a is not authorized to perform: lambda:InvokeFunction on resource: b",
    hint: "Grant lambda:InvokeFunction to the role or user that Windlass uses.",
  });
  expect(toWindlassError(awsError("NotFound", "UnknownError", 404), "look").message).toBe("Could not look: NotFound (HTTP 404)");
});

it("leaves an error that is one already, and an abort, as they are", () => {
  const own = new WindlassError("stack_busy", "x");
  const abort = Object.assign(new Error("aborted"), { name: "AbortError" });
  expect(toWindlassError(own, "x")).toBe(own);
  expect(toWindlassError(abort, "x")).toBe(abort);
});

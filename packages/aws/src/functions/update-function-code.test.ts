import { createHash } from "node:crypto";
import { afterEach, expect, it } from "vitest";
import { openSession, type AwsSession } from "../session.js";
import { openLambdaDouble, type LambdaAnswer, type LambdaDouble } from "../testing/lambda-double.js";
import { updateFunctionCode } from "./update-function-code.js";

const digests = (name: string) => createHash("sha256").update(name);
const base64 = (name: string): string => digests(name).digest("base64");
const hex = (name: string): string => digests(name).digest("hex");

let double: LambdaDouble;
let session: AwsSession;
const checks: number[] = [];
afterEach(async () => {
  session.close();
  await double.close();
  checks.length = 0;
});

/** The answers in their order; the last one again and again. */
async function update(answers: LambdaAnswer[]): Promise<{ previousHash: string }> {
  double = await openLambdaDouble(() => (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 500, body: {} });
  session = openSession({ kind: "sandbox", endpointUrl: double.url, accessKeyId: "000000000000" }, "us-east-1");
  return updateFunctionCode(session, {
    functionName: "orders-dev-api",
    code: { bucket: "b", key: "old.zip", hash: hex("old") },
    beforeChange: async () => void checks.push(double.calls.length),
  });
}
const running = (code: string, more: Record<string, unknown> = {}): LambdaAnswer => ({ body: { CodeSha256: base64(code), RevisionId: `r-${code}`, State: "Active", LastUpdateStatus: "Successful", ...more } });
const what = (): string[] => double.calls.map((call) => call.what);

it("changes the revision that it looked at, after the check, and waits until the code is in place", async () => {
  expect(await update([running("new"), running("old", { LastUpdateStatus: "InProgress" }), running("old")])).toEqual({ previousHash: hex("new") });
  expect(what()).toEqual(["GET configuration", "PUT code", "GET configuration"]);
  expect(double.calls[1]?.body).toMatchObject({ S3Bucket: "b", S3Key: "old.zip", RevisionId: "r-new" });
  expect(checks).toEqual([1]);
});

it("leaves alone what runs the code already: a second worker changes nothing", async () => {
  expect(await update([running("old")])).toEqual({ previousHash: hex("old") });
  expect(what()).toEqual(["GET configuration"]);
  expect(checks).toEqual([]);
});

it("waits for another's update before its own, and looks again when somebody was faster", async () => {
  const refused: LambdaAnswer = { status: 412, errorType: "PreconditionFailedException", body: { message: "The RevisionId provided does not match" } };
  await update([running("new", { LastUpdateStatus: "InProgress" }), running("new"), refused, running("hand-made"), running("old")]);
  expect(what()).toEqual(["GET configuration", "GET configuration", "PUT code", "GET configuration", "PUT code"]);
  expect(double.calls[4]?.body).toMatchObject({ RevisionId: "r-hand-made" });
});

it("takes the answer that was lost for its own doing", async () => {
  const conflict: LambdaAnswer = { status: 412, errorType: "PreconditionFailedException", body: { message: "x" } };
  expect(await update([running("new"), conflict, running("old")])).toEqual({ previousHash: hex("new") });
});

it("says so when Lambda fails, when the bucket has other bytes or none, and when the function is contested", async () => {
  await expect(update([running("new"), running("old", { LastUpdateStatus: "Failed", LastUpdateStatusReason: "no role" })])).rejects.toMatchObject({ code: "aws_error", message: expect.stringContaining("no role") });
  await double.close();
  await expect(update([running("new"), running("third")])).rejects.toMatchObject({ code: "artifact_missing" });
  await double.close();
  const missing: LambdaAnswer = { status: 400, errorType: "InvalidParameterValueException", body: { message: "Error occurred while GetObject. S3 Error Code: NoSuchKey." } };
  await expect(update([running("new"), missing])).rejects.toMatchObject({ code: "artifact_missing", message: expect.stringContaining("old.zip") });
  await double.close();
  const conflict: LambdaAnswer = { status: 412, errorType: "PreconditionFailedException", body: { message: "x" } };
  await expect(update([running("new"), conflict, running("new"), conflict, running("new"), conflict, running("new"), conflict, running("new")])).rejects.toMatchObject({ code: "aws_error" });
});

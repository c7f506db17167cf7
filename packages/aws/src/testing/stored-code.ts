import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import type { AwsSession } from "../session.js";

/** SHA-256 (hex) of the code that a function runs. */
export async function readCodeHash(session: AwsSession, functionName: string): Promise<string> {
  const { CodeSha256 = "" } = await session.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
  return Buffer.from(CodeSha256, "base64").toString("hex");
}

/** Takes an object out of a bucket, as a clean-up would. */
export async function removeObject(session: AwsSession, { bucket, key }: { bucket: string; key: string }): Promise<void> {
  await session.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
}

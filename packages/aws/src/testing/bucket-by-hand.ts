import { CreateBucketCommand, DeleteBucketCommand } from "@aws-sdk/client-s3";
import type { AwsSession } from "../session.js";

/** Makes a bucket as somebody does who knows nothing of Windlass. */
export async function createBucketByHand(session: AwsSession, bucket: string): Promise<void> {
  await session.s3.send(new CreateBucketCommand({ Bucket: bucket }));
}

/** Deletes an empty bucket in the same way. */
export async function deleteBucketByHand(session: AwsSession, bucket: string): Promise<void> {
  await session.s3.send(new DeleteBucketCommand({ Bucket: bucket }));
}

import type { AwsSession } from "../session.js";

/** The URL by which CloudFormation reads a template from the bucket. In a sandbox it is the emulator's, path style. */
export function objectUrl(session: AwsSession, input: { bucket: string; key: string }): string {
  const path = input.key.split("/").map(encodeURIComponent).join("/");
  if (session.endpointUrl !== null) return new URL(`/${input.bucket}/${path}`, session.endpointUrl).href;
  const suffix = session.region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return `https://${input.bucket}.s3.${session.region}.${suffix}/${path}`;
}

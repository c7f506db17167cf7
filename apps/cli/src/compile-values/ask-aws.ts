import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ExternalError, type ExternalAnswer, type ExternalRequest } from "@windlass/compiler/external-values";

/**
 * Asks AWS itself, with the credentials of the environment or of the profile. The SDK is loaded by the first question.
 * @throws ExternalError when there are no credentials, or AWS or the network refuses.
 */
export async function askAws(request: ExternalRequest, context: { region: string; signal?: AbortSignal | undefined }): Promise<ExternalAnswer | null> {
  const { readValue } = await import("@windlass/aws/values/read-value");
  try {
    return await readValue({ region: context.region }, request, context.signal);
  } catch (error) {
    throw error instanceof Error ? new ExternalError(error.message, { cause: error }) : error;
  }
}

const signs = ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"];

/** Whether anything says that there are credentials. Without, the SDK would look for a machine in EC2 for some seconds. */
export function hasAwsCredentials(env: Record<string, string | undefined>): boolean {
  if (signs.some((name) => env[name])) return true;
  const folder = join(env["HOME"] ?? homedir(), ".aws");
  return [env["AWS_SHARED_CREDENTIALS_FILE"] ?? join(folder, "credentials"), env["AWS_CONFIG_FILE"] ?? join(folder, "config")].some((file) => existsSync(file));
}

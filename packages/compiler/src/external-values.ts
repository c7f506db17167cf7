import type { Json } from "@windlass/cloudformation/template";

/** A value outside the repository that a config names. `region` is that of the request, not of the stage. */
export type ExternalRequest =
  | { source: "ssm"; region: string; name: string }
  | { source: "cf"; region: string; stack: string; output: string }
  | { source: "s3"; bucket: string; key: string }
  | { source: "aws"; name: "accountId" }
  | { source: "ecr"; region: string; registryId: string; repository: string; tag: string };

/**
 * What was found. Of `ssm`, `type` is the parameter's (`String`, `StringList`, `SecureString`) and `value` its text as
 * stored; of `ecr`, `value` is the image's digest (`sha256:…`).
 */
export type ExternalAnswer = { value: Json; type?: string | undefined; version?: string | undefined; secret?: boolean | undefined };

/**
 * What answers for AWS. Null: there is no such parameter, stack, output or object, and the next fallback is tried.
 * @throws ExternalError with a message for people when the question could not be asked.
 */
export type ExternalValues = { ask(request: ExternalRequest, signal?: AbortSignal): Promise<ExternalAnswer | null> };

/** A question to AWS that failed: no credentials, no permission, no network. */
export class ExternalError extends Error {
  override readonly name = "ExternalError";
}

import type { Json } from "@windlass/cloudformation/template";

/** A value outside the repository that a config names. `region` is that of the request, not of the stage. */
export type ExternalRequest =
  | { source: "ssm"; region: string; name: string; decrypt?: false | undefined }
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

/**
 * The name of a question, as people write it: `ssm:/path`, `ssm(eu-west-1):/path` outside the stage's region,
 * `cf:stack.Output`, `s3:bucket/key`, `aws:accountId`, `ecr:<account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>`.
 */
export function externalName(request: ExternalRequest, stageRegion: string): string {
  switch (request.source) {
    case "ssm": {
      const params = [...(request.region === stageRegion ? [] : [request.region]), ...(request.decrypt === false ? ["noDecrypt"] : [])];
      return `ssm${params.length > 0 ? `(${params.join(", ")})` : ""}:${request.name}`;
    }
    case "cf":
      return `cf${request.region === stageRegion ? "" : `(${request.region})`}:${request.stack}.${request.output}`;
    case "s3":
      return `s3:${request.bucket}/${request.key}`;
    case "aws":
      return `aws:${request.name}`;
    case "ecr":
      return `ecr:${request.registryId}.dkr.ecr.${request.region}.amazonaws.com/${request.repository}:${request.tag}`;
  }
}

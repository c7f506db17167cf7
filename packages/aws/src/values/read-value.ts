import { toWindlassError } from "../aws-error.js";
import { readAccountId } from "./read-account-id.js";
import { readImageDigest } from "./read-image-digest.js";
import { readObjectText } from "./read-object-text.js";
import { readParameter } from "./read-parameter.js";
import { readStackOutput } from "./read-stack-output.js";
import type { ValueAccess } from "./value-clients.js";
import type { ValueAnswer, ValueRequest } from "./value-request.js";

/**
 * Reads a value. Null: there is no such parameter, stack, output, object or image. The SDK's client for it is loaded when
 * it is first needed.
 * @throws WindlassError for whatever else AWS or the network answers.
 */
export async function readValue(access: ValueAccess, request: ValueRequest, signal?: AbortSignal): Promise<ValueAnswer | null> {
  // The SDK's documented switch: Windlass supports Node 20 on purpose.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  try {
    return await read(access, request, signal ? { abortSignal: signal } : {});
  } catch (error) {
    throw toWindlassError(error, `read ${describe(request)}`);
  }
}

function read(access: ValueAccess, request: ValueRequest, options: { abortSignal?: AbortSignal }): Promise<ValueAnswer | null> {
  switch (request.source) {
    case "ssm":
      return readParameter(access, request, options);
    case "cf":
      return readStackOutput(access, request, options);
    case "s3":
      return readObjectText(access, request, options);
    case "aws":
      return readAccountId(access, options);
    case "ecr":
      return readImageDigest(access, request, options);
  }
}

function describe(request: ValueRequest): string {
  switch (request.source) {
    case "ssm":
      return `the parameter ${request.name} in ${request.region}`;
    case "cf":
      return `the output ${request.output} of the stack ${request.stack} in ${request.region}`;
    case "s3":
      return `the object s3://${request.bucket}/${request.key}`;
    case "aws":
      return "the account's id";
    case "ecr":
      return `the image ${request.repository}:${request.tag} in ${request.region}`;
  }
}

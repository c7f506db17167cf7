import { GetTemplateCommand } from "@aws-sdk/client-cloudformation";
import { isJsonObject, type JsonObject } from "@windlass/cloudformation/template";
import { WindlassError } from "@windlass/contracts/error";
import { nameOf, toWindlassError } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";
import { isNoSuchStack } from "./describe-stack.js";

export type ReadTemplateInput = {
  stackName: string;
  /** Reads the template of this change set instead of the deployed one. */
  changeSetName?: string;
  signal?: AbortSignal;
};

/**
 * The template of a stack or of a change set, as it was sent; null where there is no such stack or change set, or no template yet.
 * What is not ASCII comes back as question marks.
 *
 * @throws WindlassError
 */
export async function readTemplateText(session: AwsSession, input: ReadTemplateInput): Promise<string | null> {
  const { stackName: StackName, changeSetName, signal } = input;
  const command = new GetTemplateCommand({ StackName, TemplateStage: "Original", ...(changeSetName === undefined ? {} : { ChangeSetName: changeSetName }) });
  try {
    const answer = await withFreshCredentials(session, () => session.cloudFormation.send(command, signal ? { abortSignal: signal } : {}));
    return answer.TemplateBody ?? null;
  } catch (error) {
    if (["ChangeSetNotFoundException", "ChangeSetNotFound"].includes(nameOf(error)) || isNoSuchStack(error)) return null;
    throw toWindlassError(error, `read the template of ${StackName}`);
  }
}

/** A template's text as a value; null for one in YAML, which Windlass did not write. */
export function parseTemplate(text: string): JsonObject | null {
  try {
    const template: unknown = JSON.parse(text);
    return isJsonObject(template) ? template : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * The template that a stack was last given, before macros.
 *
 * @throws WindlassError `aws_error` where there is none or it is YAML: Windlass and the Serverless Framework write JSON.
 */
export async function readTemplate(session: AwsSession, input: { stackName: string; signal?: AbortSignal }): Promise<JsonObject> {
  const text = await readTemplateText(session, input);
  const template = text === null ? null : parseTemplate(text);
  if (template !== null) return template;
  throw new WindlassError("aws_error", `The template of ${input.stackName} is not JSON, so Windlass cannot change it.`, {
    hint: "Give the resources that are to stay a DeletionPolicy in the template, deploy, and remove the stage then.",
  });
}

import { createHash } from "node:crypto";
import { readTemplateText } from "@windlass/aws/stacks/read-template";
import { WindlassError } from "@windlass/contracts/error";
import type { RunContext } from "./run-context.js";

/** SHA-256, hex, of a template. CloudFormation gives back question marks for what is not ASCII, and not always as many. */
export function hashTemplate(text: string): string {
  return createHash("sha256").update(text.replaceAll(/[?\u0080-\uffff]+/g, "?")).digest("hex");
}

/**
 * Makes sure that a change set holds the template that was checked: in the account somebody may have put another in its place, in
 * the bucket before the change set was made or with a change set of the same name. Throws `change_set_failed`.
 */
export async function checkTemplate({ aws, signal }: RunContext, planned: { stackId: string; changeSetId: string; templateSha: string }): Promise<void> {
  const text = await readTemplateText(aws, { stackName: planned.stackId, changeSetName: planned.changeSetId, signal });
  if (text !== null && hashTemplate(text) === planned.templateSha) return;
  const what = text === null ? "The change set is gone" : "The change set holds another template than the one that was checked";
  throw new WindlassError("change_set_failed", `${what}: it was not executed.`, {
    hint: "Somebody replaced it in the AWS account: CloudTrail tells who. Deploy again to check and plan anew.",
  });
}

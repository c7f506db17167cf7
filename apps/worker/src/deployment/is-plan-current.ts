import { nameOf } from "@windlass/aws/aws-error";
import { readChangeSet, type ChangeSetReading } from "@windlass/aws/stacks/read-change-set";
import { readTemplateText } from "@windlass/aws/stacks/read-template";
import { WindlassError } from "@windlass/contracts/error";
import { isNoSuchStack } from "@windlass/aws/stacks/describe-stack";
import { z } from "zod";
import { hashTemplate } from "./check-template.js";
import { hashChanges } from "./hash-changes.js";
import type { RunContext } from "./run-context.js";

/** What the plan step kept of a change set. */
const planOutputSchema = z.object({ changeSetId: z.string(), changesHash: z.string(), templateSha: z.string().optional() });

/**
 * Whether AWS still has the change set of the plan, could execute it, and would do by it exactly what the plan says: same changes, and
 * the template that was checked.
 */
export async function isPlanCurrent(context: RunContext): Promise<boolean> {
  const { run, aws, signal } = context;
  const { release } = run;
  const planned = planOutputSchema.safeParse(run.steps.get("plan")?.output);
  if (release === null || !planned.success) return false;
  const { stackName } = release;
  const { changeSetId, changesHash, templateSha = hashTemplate(release.template) } = planned.data;
  const reading = await readIfThere(context, { stackName, changeSetName: changeSetId });
  if (reading?.status !== "ready" || reading.execution !== "available") return false;
  if (reading.changeSetId !== changeSetId || hashChanges(reading.changes) !== changesHash) return false;
  const template = await readTemplateText(aws, { stackName, changeSetName: changeSetId, signal });
  return template !== null && hashTemplate(template) === templateSha;
}

async function readIfThere({ aws, signal }: RunContext, input: { stackName: string; changeSetName: string }): Promise<ChangeSetReading | null> {
  try {
    return await readChangeSet(aws, { ...input, signal });
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  if (!(error instanceof WindlassError)) return false;
  const name = nameOf(error.cause);
  return name === "ChangeSetNotFoundException" || name === "ChangeSetNotFound" || isNoSuchStack(error.cause);
}

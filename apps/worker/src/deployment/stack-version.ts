import type { StackDescription } from "@windlass/aws/stacks/describe-stack";

/** Names one state of a stack: whoever updates the stack, CloudFormation notes when. */
export function stackVersionOf({ stackId, createdAt, updatedAt }: StackDescription): string {
  return `${stackId}@${(updatedAt ?? createdAt).toISOString()}`;
}

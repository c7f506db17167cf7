import { CreateChangeSetCommand, type CreateChangeSetCommandInput } from "@aws-sdk/client-cloudformation";
import { WindlassError } from "@windlass/contracts/error";
import type { StackSettings } from "@windlass/contracts/release";
import { messageOf, nameOf, toWindlassError } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";
import { deleteChangeSet } from "./delete-change-set.js";
import { deleteOwnChangeSets } from "./delete-own-change-sets.js";
import { describeStack } from "./describe-stack.js";
import { deleteEmptyStack } from "./drop-change-set.js";
import { readChangeSet, type ChangeSetReading } from "./read-change-set.js";
import { pointsToValidation, readValidationErrors } from "./read-validation-errors.js";

export type CreateChangeSetInput = {
  stackName: string;
  changeSetName: string;
  /** https URL of the template in S3, readable with the session's credentials. */
  templateUrl: string;
  /** Role, notifications, alarms and parameters; without them those of the stack's own. */
  settings?: StackSettings;
  /** Parameters that keep the stack's values, where there are no `settings`. */
  keepParameters?: string[];
  tags?: Record<string, string>;
  capabilities?: string[];
  /** A repeat with the same token makes no second change set. */
  clientToken: string;
  /** What `prepareStack` found; asked of AWS when left out. */
  operation?: "create" | "update";
  signal?: AbortSignal;
};

export type CreateChangeSetOutcome =
  | ({ outcome: "ready"; operation: "create" | "update" } & Pick<ChangeSetReading, "changeSetId" | "stackId" | "changes" | "madeAt">)
  /** Nothing to change; the change set is deleted again. */
  | { outcome: "empty"; stackId: string }
  /** CloudFormation refused the template; the change set is deleted again, and so is a stack that held nothing else. */
  | { outcome: "failed"; reason: string };

type Operation = "create" | "update";
type Made = { made: true } | { made: false; reason: string };

/** How CloudFormation says that a change set would change nothing; there is no code for it. */
const nothingToChange = /didn't contain changes|No updates are to be performed|no changes to (deploy|perform)/i;

/**
 * Makes a change set, or finds the one of that name, waits until it is computed, and reads all of it. Call
 * `prepareStack` first.
 *
 * @throws WindlassError `stack_busy` while somebody else is at work on the stack.
 */
export async function createChangeSet(session: AwsSession, input: CreateChangeSetInput): Promise<CreateChangeSetOutcome> {
  const operation = input.operation ?? (await findOperationKind(session, input));
  const made = await make(session, input, operation);
  if (!made.made) {
    if (operation === "create") await deleteEmptyStack(session, input);
    return { outcome: "failed", reason: made.reason };
  }
  let reading = await readChangeSet(session, input);
  if (reading.execution === "obsolete") {
    await deleteChangeSet(session, input);
    await make(session, input, operation);
    reading = await readChangeSet(session, input);
  }
  if (reading.status === "ready") return toReady(reading, operation);
  return settleRefused(session, input, { reading, operation });
}

function toReady(reading: ChangeSetReading, operation: Operation): CreateChangeSetOutcome {
  const { changeSetId, stackId, changes, madeAt } = reading;
  return { outcome: "ready", changeSetId, stackId, operation, changes, madeAt };
}

async function findOperationKind(session: AwsSession, input: CreateChangeSetInput): Promise<Operation> {
  const stack = await describeStack(session, input.stackName, input.signal);
  return !stack || stack.status === "REVIEW_IN_PROGRESS" || stack.status === "DELETE_COMPLETE" ? "create" : "update";
}

async function make(session: AwsSession, input: CreateChangeSetInput, operation: Operation): Promise<Made> {
  try {
    await send(session, input, operation);
    return { made: true };
  } catch (error) {
    if (nameOf(error) !== "LimitExceededException") return meetRefusal(error, input);
    const { stackName, changeSetName: keep, signal } = input;
    if ((await deleteOwnChangeSets(session, { stackName, keep, ...(signal ? { signal } : {}) })) === 0) return meetRefusal(error, input);
  }
  try {
    await send(session, input, operation);
    return { made: true };
  } catch (error) {
    return meetRefusal(error, input);
  }
}

async function send(session: AwsSession, input: CreateChangeSetInput, operation: Operation): Promise<void> {
  const command = new CreateChangeSetCommand({
    StackName: input.stackName,
    ChangeSetName: input.changeSetName,
    ChangeSetType: operation === "create" ? "CREATE" : "UPDATE",
    TemplateURL: input.templateUrl,
    ClientToken: input.clientToken,
    ...(input.keepParameters ? { Parameters: input.keepParameters.map((key) => ({ ParameterKey: key, UsePreviousValue: true })) } : {}),
    ...(input.settings ? settingsOf(input.settings) : {}),
    Tags: Object.entries(input.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    Capabilities: (input.capabilities ?? []).filter(isCapability),
  });
  await withFreshCredentials(session, () =>
    session.cloudFormation.send(command, input.signal ? { abortSignal: input.signal } : {}),
  );
}

function settingsOf({ roleArn, notificationArns, rollbackConfiguration: rollback, parameters }: StackSettings): Partial<CreateChangeSetCommandInput> {
  return {
    ...(roleArn === null ? {} : { RoleARN: roleArn }),
    NotificationARNs: notificationArns,
    ...(rollback === null
      ? {}
      : {
          RollbackConfiguration: {
            RollbackTriggers: rollback.triggers.map(({ arn: Arn, type: Type }) => ({ Arn, Type })),
            ...(rollback.monitoringTimeMinutes === null ? {} : { MonitoringTimeInMinutes: rollback.monitoringTimeMinutes }),
          },
        }),
    Parameters: parameters.map(({ key, value, usePreviousValue }) => ({ ParameterKey: key, ...(usePreviousValue ? { UsePreviousValue: true } : { ParameterValue: value ?? "" }) })),
  };
}

function isCapability(name: string): name is "CAPABILITY_IAM" | "CAPABILITY_NAMED_IAM" | "CAPABILITY_AUTO_EXPAND" {
  return name === "CAPABILITY_IAM" || name === "CAPABILITY_NAMED_IAM" || name === "CAPABILITY_AUTO_EXPAND";
}

function meetRefusal(error: unknown, input: CreateChangeSetInput): Made {
  const said = messageOf(error);
  switch (nameOf(error)) {
    case "AlreadyExistsException":
      return { made: true };
    case "ValidationError":
      if (/_IN_PROGRESS state/.test(said)) {
        throw new WindlassError("stack_busy", `The stack ${input.stackName} is being changed by somebody else: ${said}`, { cause: error });
      }
      return { made: false, reason: said };
    case "InsufficientCapabilitiesException":
      return { made: false, reason: said };
    default:
      throw toWindlassError(error, `make a change set for ${input.stackName}`);
  }
}

async function settleRefused(
  session: AwsSession,
  input: CreateChangeSetInput,
  refused: { reading: ChangeSetReading; operation: Operation },
): Promise<CreateChangeSetOutcome> {
  const { reading, operation } = refused;
  const reason = reading.reason ?? "CloudFormation gave no reason.";
  if (operation === "update" && nothingToChange.test(reason)) {
    await deleteChangeSet(session, input);
    return { outcome: "empty", stackId: reading.stackId };
  }
  const errors = pointsToValidation(reason)
    ? await readValidationErrors(session, { ...input, changeSetName: reading.changeSetId })
    : [];
  await deleteChangeSet(session, input);
  if (operation === "create") await deleteEmptyStack(session, input);
  return { outcome: "failed", reason: errors.length === 0 ? reason : errors.map((error) => error.reason).join("; ") };
}

import { toXml, type DoubleHandler, type DoubleReply } from "./aws-double.js";

/** What happens to a stack, and how long after the double was opened. */
export type ScriptedEvent = {
  afterMs: number;
  logicalId: string;
  status: string;
  /** The stack's own event when left out. */
  type?: string;
  physicalId?: string;
  reason?: string;
  token?: string;
};

export type ScriptedStack = {
  stackName: string;
  events: ScriptedEvent[];
  outputs?: Record<string, string>;
  /** `DescribeStacks` lags this much behind the events. */
  lagMs?: number;
};

export function stackIdOf(stackName: string): string {
  return `arn:aws:cloudformation:eu-central-1:123456789012:stack/${stackName}/00000000-0000-0000-0000-000000000000`;
}

const pageSize = 5;

/** Handlers for `DescribeStackEvents` and `DescribeStacks` that tell the scripts' stories as time passes. Events come in pages of five. */
export function tellStacks(stacks: readonly ScriptedStack[]): Record<"DescribeStackEvents" | "DescribeStacks", DoubleHandler> {
  const startMs = Date.now();
  const find = (nameOrId: string): ScriptedStack | undefined =>
    stacks.find(({ stackName }) => stackName === nameOrId || stackIdOf(stackName) === nameOrId);
  return {
    DescribeStackEvents({ params }) {
      const stack = find(params.get("StackName") ?? "");
      if (!stack) return noSuchStack(params.get("StackName") ?? "");
      const elapsedMs = Date.now() - startMs;
      const happened = stack.events.map((event, index) => ({ event, index })).filter(({ event }) => event.afterMs <= elapsedMs);
      // Continuing from an event, not from a count: new ones do not shift the pages.
      const before = params.get("NextToken");
      const left = happened.toReversed().filter(({ index }) => before === null || index < Number(before));
      const page = left.slice(0, pageSize);
      const last = page.at(-1);
      return {
        body: toXml({
          StackEvents: page.map(({ event, index }) => ({
            StackId: stackIdOf(stack.stackName),
            EventId: `${stack.stackName}-${index}`,
            StackName: stack.stackName,
            LogicalResourceId: event.logicalId,
            PhysicalResourceId: event.physicalId ?? (event.type === undefined ? stackIdOf(stack.stackName) : undefined),
            ResourceType: event.type ?? "AWS::CloudFormation::Stack",
            Timestamp: new Date(startMs + event.afterMs).toISOString(),
            ResourceStatus: event.status,
            ResourceStatusReason: event.reason,
            ClientRequestToken: event.token,
          })),
          NextToken: left.length > page.length && last ? String(last.index) : undefined,
        }),
      };
    },
    DescribeStacks({ params }) {
      const asked = params.get("StackName");
      const told = asked === null ? stacks : stacks.filter((stack) => stack === find(asked));
      if (asked !== null && told.length === 0) return noSuchStack(asked);
      const elapsedMs = Date.now() - startMs;
      return {
        body: toXml({
          Stacks: told.map((stack) => ({
            StackId: stackIdOf(stack.stackName),
            StackName: stack.stackName,
            StackStatus: statusAt(stack, elapsedMs - (stack.lagMs ?? 0)),
            CreationTime: new Date(startMs).toISOString(),
            Outputs: Object.entries(stack.outputs ?? {}).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
          })),
        }),
      };
    },
  };
}

function statusAt(stack: ScriptedStack, elapsedMs: number): string {
  const own = stack.events.filter((event) => event.type === undefined && event.afterMs <= Math.max(0, elapsedMs));
  return own.at(-1)?.status ?? "REVIEW_IN_PROGRESS";
}

export function noSuchStack(name: string): DoubleReply {
  return { error: { code: "ValidationError", message: `Stack with id ${name} does not exist` } };
}

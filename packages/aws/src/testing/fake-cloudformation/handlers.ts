import { toXml, type DoubleCall, type DoubleHandler, type DoubleReply } from "../aws-double.js";
import { resourcesOf, type FakeChange, type FakeChangeSet, type FakeStack } from "./fake-stack.js";
import { playCancellation, playChanges, playContinuation, playDeletion } from "./play.js";
import type { FakeAccount } from "./fake-account.js";

const pageSize = 100;

type Handler = (account: FakeAccount, call: DoubleCall) => DoubleReply | Promise<DoubleReply>;

/** What the fake answers; each action as the README's table says. */
export const fakeHandlers: Record<string, Handler> = {
  CreateChangeSet: createChangeSet,
  DescribeChangeSet: withStack((stack, { params }) => {
    const set = findChangeSet(stack, params.get("ChangeSetName") ?? "");
    if (!set) return refuse("ChangeSetNotFound", `ChangeSet [${params.get("ChangeSetName") ?? ""}] does not exist`);
    const from = Number(params.get("NextToken") ?? 0);
    const empty = set.changes.length === 0;
    return {
      body: toXml({
        ChangeSetId: set.id,
        ChangeSetName: set.name,
        StackId: stack.id,
        StackName: stack.name,
        Status: empty ? "FAILED" : "CREATE_COMPLETE",
        StatusReason: empty ? "The submitted information didn't contain changes. Submit different information to create a change set." : undefined,
        ExecutionStatus: empty ? "UNAVAILABLE" : set.executed ? "EXECUTE_COMPLETE" : "AVAILABLE",
        Changes: set.changes.slice(from, from + pageSize).map(toChange),
        NextToken: from + pageSize < set.changes.length ? String(from + pageSize) : undefined,
      }),
    };
  }),
  ExecuteChangeSet: withStack((stack, { params }) => {
    const token = params.get("ClientRequestToken") ?? "";
    if (stack.tokens.has(token)) return { body: "" };
    const set = findChangeSet(stack, params.get("ChangeSetName") ?? "");
    if (!set) return refuse("ChangeSetNotFound", "ChangeSet does not exist");
    if (isAtWork(stack)) return busy(stack);
    begin(stack, token);
    set.executed = true;
    stack.changeSets.clear();
    const script = stack.take(set.type === "CREATE" ? "create" : "update");
    playChanges({ stack, token, script, operation: set.type, changes: set.changes, template: set.template });
    return { body: "" };
  }),
  DeleteChangeSet: withStack((stack, { params }) => {
    const set = findChangeSet(stack, params.get("ChangeSetName") ?? "");
    if (set) stack.changeSets.delete(set.name);
    return { body: "" };
  }),
  ListChangeSets: withStack((stack) => ({ body: toXml({ Summaries: [...stack.changeSets.keys()].map((ChangeSetName) => ({ ChangeSetName })) }) })),
  DeleteStack(account, { params }) {
    const stack = account.find(params.get("StackName") ?? "");
    const token = params.get("ClientRequestToken") ?? "";
    if (!stack || stack.tokens.has(token) || stack.status() === "DELETE_COMPLETE") return { body: "" };
    const retain = members(params, "RetainResources");
    if (retain.length > 0 && stack.status() !== "DELETE_FAILED") {
      return refuse("ValidationError", `Invalid operation on stack [${stack.id}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`);
    }
    if (isAtWork(stack) && stack.status() !== "REVIEW_IN_PROGRESS") return busy(stack);
    begin(stack, token);
    playDeletion({ stack, token, script: stack.take("delete"), retain });
    return { body: "" };
  },
  ContinueUpdateRollback: withStack((stack, { params }) => {
    const token = params.get("ClientRequestToken") ?? "";
    if (stack.tokens.has(token)) return { body: "" };
    if (stack.status() !== "UPDATE_ROLLBACK_FAILED") return refuse("ValidationError", `Stack [${stack.id}] is in ${stack.status()} state and can not continue rolling back.`);
    const skip = members(params, "ResourcesToSkip");
    const skippable = [...stack.resources()].filter(([, { status, reason }]) => status === "UPDATE_FAILED" && !/cancelled/.test(reason ?? "")).map(([id]) => id);
    const others = skip.filter((id) => !skippable.includes(id));
    if (others.length > 0) return refuse("ValidationError", `The resources [${others.join(", ")}] to skip must be in UPDATE_FAILED state because of a failed rollback.`);
    begin(stack, token);
    playContinuation({ stack, token, script: stack.take("continue"), skip });
    return { body: "" };
  }),
  CancelUpdateStack: withStack((stack, { params }) => {
    if (stack.status() !== "UPDATE_IN_PROGRESS") return refuse("ValidationError", "CancelUpdateStack cannot be called from current stack status");
    begin(stack, params.get("ClientRequestToken") ?? "");
    playCancellation({ stack, token: params.get("ClientRequestToken") ?? "" });
    return { body: "" };
  }),
  DescribeStacks(account, { params }) {
    const asked = params.get("StackName");
    const found = asked === null ? account.stacks.filter((stack) => stack.status() !== "DELETE_COMPLETE") : [account.find(asked)].filter((stack) => stack !== undefined);
    if (asked !== null && found.length === 0) return refuse("ValidationError", `Stack with id ${asked} does not exist`);
    return { body: toXml({ Stacks: found.map((stack) => toStack(stack, account.lagMs)) }) };
  },
  DescribeStackEvents: withStack((stack, { params }) => {
    const happened = stack.happened().map((event, index) => ({ event, index }));
    const before = params.get("NextToken");
    const left = happened.toReversed().filter(({ index }) => before === null || index < Number(before));
    const page = left.slice(0, pageSize);
    return {
      body: toXml({
        StackEvents: page.map(({ event, index }) => ({
          StackId: stack.id,
          EventId: `${stack.name}-${stack.order}-${index}`,
          StackName: stack.name,
          LogicalResourceId: event.logicalId,
          PhysicalResourceId: event.physicalId,
          ResourceType: event.type,
          Timestamp: new Date(event.atMs).toISOString(),
          ResourceStatus: event.status,
          ResourceStatusReason: event.reason,
          ClientRequestToken: event.token,
        })),
        NextToken: left.length > page.length ? String(page.at(-1)?.index) : undefined,
      }),
    };
  }),
  ListStackResources: withStack((stack, { params }) => {
    const all = [...stack.resources()].filter(([, { status }]) => status !== "DELETE_SKIPPED");
    const from = Number(params.get("NextToken") ?? 0);
    return {
      body: toXml({
        StackResourceSummaries: all.slice(from, from + pageSize).map(([LogicalResourceId, { physicalId, type, status, reason }]) => ({
          LogicalResourceId,
          PhysicalResourceId: physicalId,
          ResourceType: type,
          ResourceStatus: status,
          ResourceStatusReason: reason,
        })),
        NextToken: from + pageSize < all.length ? String(from + pageSize) : undefined,
      }),
    };
  }),
  GetTemplate: withStack((stack, { params }) => {
    const name = params.get("ChangeSetName");
    const holder = name === null ? stack : findChangeSet(stack, name);
    return holder ? { body: toXml({ TemplateBody: holder.template }) } : refuse("ChangeSetNotFound", `ChangeSet [${name}] does not exist`);
  }),
};

function withStack(answer: (stack: FakeStack, call: DoubleCall) => DoubleReply): Handler {
  return (account, call) => {
    const name = call.params.get("StackName") ?? "";
    const stack = account.find(name);
    return stack ? answer(stack, call) : refuse("ValidationError", `Stack [${name}] does not exist`);
  };
}

async function createChangeSet(account: FakeAccount, { params, accessKeyId }: DoubleCall): Promise<DoubleReply> {
  const stackName = params.get("StackName") ?? "";
  const name = params.get("ChangeSetName") ?? "";
  const type = params.get("ChangeSetType") === "CREATE" ? "CREATE" : "UPDATE";
  const found = account.find(stackName);
  const refused = refusedPlan(found, { stackName, name, type });
  if (refused) return refused;
  const stack = found ?? account.add(stackName);
  if (!found) stack.add({ atMs: Date.now(), logicalId: stackName, status: "REVIEW_IN_PROGRESS" });
  const same = stack.changeSets.get(name);
  if (same) return same.clientToken === params.get("ClientToken") ? made(stack, same) : refuse("AlreadyExistsException", `ChangeSet ${name} cannot be created due to a mismatch with existing attribute ClientToken`);
  if (stack.changeSets.size >= account.maxChangeSets) return refuse("LimitExceededException", "ChangeSet limit exceeded for stack");
  const template = await account.readTemplate(params.get("TemplateURL") ?? "", accessKeyId);
  const id = `arn:aws:cloudformation:us-east-1:123456789012:changeSet/${name}/${stack.order}`;
  const set = { id, name, type, template, clientToken: params.get("ClientToken") ?? "", changes: compare(stack, template), executed: false } as const;
  stack.changeSets.set(name, { ...set });
  return made(stack, set);
}

/** Stacks that take a change set of type UPDATE. */
const updatable = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE$|^UPDATE_FAILED$/;

function refusedPlan(found: FakeStack | undefined, { stackName, name, type }: { stackName: string; name: string; type: "CREATE" | "UPDATE" }): DoubleReply | null {
  if (type === "CREATE") {
    const taken = found !== undefined && found.status() !== "REVIEW_IN_PROGRESS";
    return taken ? refuse("ValidationError", `Stack [${stackName}] already exists and cannot be created again with the changeSet [${name}].`) : null;
  }
  if (!found) return refuse("ValidationError", `Stack [${stackName}] does not exist`);
  return updatable.test(found.status()) ? null : busy(found);
}

function made(stack: FakeStack, { id }: Pick<FakeChangeSet, "id">): DoubleReply {
  return { body: toXml({ Id: id, StackId: stack.id }) };
}

/** What a template changes of what is there. */
function compare(stack: FakeStack, template: string): FakeChange[] {
  const wanted = resourcesOf(template);
  const had = resourcesOf(stack.template);
  const live = stack.live();
  const changes: FakeChange[] = [];
  for (const [logicalId, { type, properties }] of wanted) {
    if (!live.has(logicalId)) changes.push({ logicalId, type, action: "Add" });
    else if (had.get(logicalId)?.properties !== properties) changes.push({ logicalId, type, action: "Modify" });
  }
  for (const [logicalId, { type }] of live) if (!wanted.has(logicalId)) changes.push({ logicalId, type, action: "Remove" });
  return changes;
}

function toChange({ logicalId, type, action }: FakeChange) {
  return { Type: "Resource", ResourceChange: { Action: action, LogicalResourceId: logicalId, ResourceType: type, Replacement: "False", Scope: [], Details: [] } };
}

function toStack(stack: FakeStack, lagMs: number) {
  return {
    StackId: stack.id,
    StackName: stack.name,
    StackStatus: stack.status(Date.now() - lagMs),
    StackStatusReason: stack.statusReason(),
    CreationTime: new Date(stack.createdAtMs).toISOString(),
    LastUpdatedTime: stack.events.length > 1 ? new Date(stack.events[0]?.atMs ?? stack.createdAtMs).toISOString() : undefined,
  };
}

function begin(stack: FakeStack, token: string): void {
  stack.tokens.add(token);
}

function findChangeSet(stack: FakeStack, nameOrId: string): FakeChangeSet | undefined {
  return [...stack.changeSets.values()].find(({ id, name }) => id === nameOrId || name === nameOrId);
}

function isAtWork(stack: FakeStack): boolean {
  const status = stack.status();
  return status.endsWith("_IN_PROGRESS") && status !== "REVIEW_IN_PROGRESS";
}

function busy(stack: FakeStack): DoubleReply {
  return refuse("ValidationError", `Stack:${stack.id} is in ${stack.status()} state and can not be updated.`);
}

function refuse(code: string, message: string): DoubleReply {
  return { error: { code, message } };
}

function members(params: URLSearchParams, name: string): string[] {
  return [...params].filter(([key]) => key.startsWith(`${name}.member.`)).map(([, value]) => value);
}

/** The handlers as the double takes them, for one account. */
export function handlersFor(account: FakeAccount): Record<string, DoubleHandler> {
  return Object.fromEntries(Object.entries(fakeHandlers).map(([action, handler]) => [action, (call: DoubleCall) => account.meet(call, () => handler(account, call))]));
}

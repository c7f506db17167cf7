import { openAwsDouble, type AwsDouble } from "../aws-double.js";
import type { FakeAccount } from "./fake-account.js";
import { FakeStack, type FakeEvent } from "./fake-stack.js";
import { handlersFor } from "./handlers.js";

/** A stack that is there when a test begins: its own statuses in order, and how its resources stand. */
export type Seed = {
  name: string;
  history: string[];
  /** CloudFormation's reason for the last status. */
  reason?: string;
  resources?: { logicalId: string; type: string; status: string; reason?: string; physicalId?: string }[];
  template?: object;
};

export type FakeCloudFormation = FakeAccount &
  AwsDouble & {
    seed(stack: Seed): FakeStack;
    /** So many of a hundred calls are refused with `Throttling`. */
    throttlePercent: number;
    /** The next answers to these actions get lost, after what they answer was done. */
    loseNext(...actions: string[]): void;
    /** How often an action was called. */
    count(action: string): number;
  };

/**
 * Opens the fake; see its README. `upstream`: where all other services are, an emulator.
 */
export async function openFakeCloudFormation({ upstream }: { upstream?: string } = {}): Promise<FakeCloudFormation> {
  const lost: string[] = [];
  // A fixed sequence, so that a test that fails does so again.
  let random = 1;
  const stacks: FakeStack[] = [];
  const account: FakeAccount & Pick<FakeCloudFormation, "throttlePercent"> = {
    stacks,
    throttlePercent: 0,
    maxChangeSets: 100,
    lagMs: 0,
    find: (nameOrId) => stacks.find(({ id }) => id === nameOrId) ?? stacks.findLast((stack) => stack.name === nameOrId && stack.status() !== "DELETE_COMPLETE"),
    add(name) {
      const stack = new FakeStack(name, stacks.length + 1);
      stacks.push(stack);
      return stack;
    },
    async readTemplate(url, accessKeyId) {
      const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261123/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0`;
      const answer = await fetch(upstream === undefined ? url : new URL(new URL(url).pathname, upstream), { headers: { authorization } });
      if (!answer.ok) throw new Error(`No template at ${url}: ${answer.status}`);
      return answer.text();
    },
    async meet({ action }, answer) {
      random = (random * 16_807) % 2_147_483_647;
      if (random % 100 < account.throttlePercent) return { error: { code: "Throttling", message: "Rate exceeded" } };
      const reply = await answer();
      const index = lost.indexOf(action);
      if (index < 0) return reply;
      lost.splice(index, 1);
      return "drop";
    },
  };
  const double = await openAwsDouble(handlersFor(account), upstream === undefined ? {} : { upstream });
  return Object.assign(account, double, {
    seed: (seed: Seed) => plant(account.add(seed.name), seed),
    loseNext: (...actions: string[]) => void lost.push(...actions),
    count: (action: string) => double.calls.filter((call) => call.action === action).length,
  });
}

/** Gives a stack its past: everything happened a minute ago, a millisecond apart. */
function plant(stack: FakeStack, { history, resources = [], reason, template }: Seed): FakeStack {
  let atMs = Date.now() - 60_000;
  const add = (event: Pick<FakeEvent, "logicalId" | "status"> & Partial<FakeEvent>): void => stack.add({ atMs: (atMs += 1), ...event });
  for (const status of history.slice(0, -1)) add({ logicalId: stack.name, status });
  for (const resource of resources) add(resource);
  const last = history.at(-1);
  if (last !== undefined) add({ logicalId: stack.name, status: last, ...(reason === undefined ? {} : { reason }) });
  if (template) stack.template = JSON.stringify(template);
  return stack;
}

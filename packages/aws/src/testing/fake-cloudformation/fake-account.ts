import type { DoubleCall, DoubleReply } from "../aws-double.js";
import type { FakeStack } from "./fake-stack.js";

/** What the fake knows of one account and region, and how a test wants it to behave. */
export type FakeAccount = {
  stacks: FakeStack[];
  /** By name, of those that are there; by id also of deleted ones. */
  find(nameOrId: string): FakeStack | undefined;
  add(name: string): FakeStack;
  /** Reads a template from the emulator as the account that asked: each has its own buckets there. */
  readTemplate(url: string, accessKeyId: string): Promise<string>;
  maxChangeSets: number;
  /** `DescribeStacks` lags this far behind the events. */
  lagMs: number;
  /** Answers a call, or has it fail as the test wants. */
  meet(call: DoubleCall, answer: () => DoubleReply | Promise<DoubleReply>): Promise<DoubleReply>;
};

import type { StepName } from "@windlass/contracts/step";
import { inFence, type FencedTransaction } from "@windlass/operations/deployment-run/fence";
import { finishStep, type StepEnd } from "@windlass/operations/deployment-run/finish-step";
import { startStep } from "@windlass/operations/deployment-run/start-step";
import { causeOf, StepTimeoutError } from "./interruption.js";
import type { RunContext } from "./run-context.js";
import { whileAwsIsAway } from "./while-aws-is-away.js";

/** What a step works with: the run's context, with a reporter and a signal of the step's own. */
export type StepContext = RunContext;

/** What a step made. `store` puts it into the database, in the transaction that marks the step as done. */
export type StepResult<T> = {
  state?: StepEnd["state"];
  /** Kept with the step's row, for people and for a second run of the step. */
  output?: unknown;
  store: (tx: FencedTransaction) => Promise<T> | T;
};

const minute = 60_000;

/** How long each step may take. CloudFormation itself gives up long before `apply` does. */
const budgetsMs = {
  checkout: 15 * minute,
  build: 120 * minute,
  compile: 15 * minute,
  check: 5 * minute,
  publish: 30 * minute,
  plan: 12 * 60 * minute,
  approve: minute,
  apply: 24 * 60 * minute,
  verify: 5 * minute,
  guard: 48 * 60 * minute,
  finish: 5 * minute,
} as const satisfies Record<StepName, number>;

/** A step that gave its worker back, while it waited or its guards watched, was not begun anew: its clock goes on. */
function goesOn({ wait, steps }: RunContext["run"], name: StepName): boolean {
  return (wait !== null || name === "guard") && steps.get(name)?.state === "running";
}

/**
 * Runs one step: marks it as running where the move into its state did not, does it, and stores what it made and that it is done in one transaction. A
 * step that throws stays `running`: the end of the deployment closes it, or the worker that takes over runs it again.
 */
export async function runStep<T>(
  context: RunContext,
  name: StepName,
  step: (context: StepContext) => Promise<StepResult<T>>,
): Promise<T> {
  const { services, lease, run } = context;
  const { pool } = services.db;
  const reporter = context.reporter.forStep(name);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(new StepTimeoutError(name, budgetsMs[name])), budgetsMs[name]);
  const signal = AbortSignal.any([context.signal, timeout.signal]);
  try {
    await reporter.flush();
    signal.throwIfAborted();
    if (context.begun !== name && !goesOn(run, name)) services.hints.publishHint(run.id, await startStep(pool, lease.fence, name));
    const own = { ...context, reporter, signal };
    const result = await whileAwsIsAway(own, name, () => step(own));
    await reporter.flush();
    const { value, seq } = await inFence(services.db, lease.fence, async (tx) => {
      const stored = await result.store(tx);
      const lastSeq = await finishStep(tx, { name, state: result.state ?? "succeeded", output: withoutSecrets(context, result.output) });
      return { value: stored, seq: lastSeq };
    });
    services.hints.publishHint(run.id, seq);
    return value;
  } catch (error) {
    throw causeOf(error, signal);
  } finally {
    clearTimeout(timer);
  }
}

/** What a step keeps, masked. Identifiers of AWS are kept as they are: later steps ask AWS by them. */
function withoutSecrets({ masker }: RunContext, output: unknown): unknown {
  if (typeof output !== "object" || output === null) return masker.json(output);
  return Object.fromEntries(
    Object.entries(output).map(([name, value]) => [name, typeof value === "string" && value.startsWith("arn:") ? value : masker.json(value)]),
  );
}

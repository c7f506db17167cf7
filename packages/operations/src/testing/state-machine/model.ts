import { activeStates, isTerminal, type DeploymentState } from "@windlass/contracts/deployment-state";
import type { Decision } from "@windlass/contracts/approval";
import type { AsyncCommand } from "fast-check";
import { expect } from "vitest";
import type { OperationContext } from "../../context.js";
import { LeaseLostError, type Fence } from "../../deployment-run/fence.js";
import type { UserContext } from "../../token/token-owner.js";

/** A deployment as the model knows it. */
export type ModelDeployment = {
  id: string;
  /** Which of the two stages. */
  stage: number;
  number: number;
  /** The branch whose push asked for it; null where a person did. */
  pushed: string | null;
  state: DeploymentState;
  epoch: number;
  holder: string | null;
  /** The holder has been silent for longer than a lease lasts. */
  expired: boolean;
  takeovers: number;
  cancelAsked: boolean;
  events: number;
  /** Which of the two plans it has. */
  plan: number | null;
  /** What each person last said to each plan, by `<plan> <person>`. */
  said: Map<string, Decision>;
};

/** The whole state machine of two stages in plain values: what the database must agree with after every action. */
export type Model = { deployments: ModelDeployment[] };

export type Real = {
  context: OperationContext;
  stages: readonly { service: string; stage: string }[];
  people: readonly UserContext[];
  /** What each worker believes to hold, also when it does not any more. */
  fences: Map<string, Fence>;
  /** The hashes of the plans that were made, by `planKey`. */
  planHashes: Map<string, string>;
};

/** One thing that can happen. A new kind of action is one file in this folder and one line in `actions.ts`. */
export type Action = AsyncCommand<Model, Real>;

export const workers = ["ada", "bob", "cyd"] as const;

/** The deployment that a generated number means; null while there is none. */
export function pick(model: Readonly<Model>, nth: number): ModelDeployment | null {
  return model.deployments[nth % Math.max(1, model.deployments.length)] ?? null;
}

/** As `pick`, for actions that are generated only when there is one. */
export function picked(model: Model, nth: number): ModelDeployment {
  const found = pick(model, nth);
  if (!found) throw new Error("The model has no deployment.");
  return found;
}

/** What a worker, which a generated number chooses, has of the deployment's lease, perhaps stale; null where none ever had it. */
export function fenceOf(real: Real, nth: number, { id }: ModelDeployment): Fence | null {
  const held = workers.flatMap((worker) => real.fences.get(`${worker} ${id}`) ?? []);
  return held[nth % Math.max(1, held.length)] ?? null;
}

export function planKey({ id }: ModelDeployment, plan: number): string {
  return `${id} ${plan}`;
}

/** A deployment that was asked for just now. */
export function asked(id: string, by: Pick<ModelDeployment, "stage" | "number" | "pushed">): ModelDeployment {
  return { id, ...by, state: "queued", epoch: 0, holder: null, expired: false, takeovers: 0, cancelAsked: false, events: 1, plan: null, said: new Map() };
}

/** How many people approve of the plan that the deployment has now. */
export function approvalsOf({ plan, said }: ModelDeployment): number {
  return [...said].filter(([key, decision]) => decision === "approve" && key.startsWith(`${plan} `)).length;
}

/** Whether a write was refused because another worker has the lease. Throws what else went wrong. */
export async function isLeaseLost(write: Promise<unknown>): Promise<boolean> {
  return write.then(() => false, (error: unknown) => {
    if (error instanceof LeaseLostError) return true;
    throw error;
  });
}

export function isActiveIn(model: Model, stage: number, except: ModelDeployment): boolean {
  return model.deployments.some((other) => other !== except && other.stage === stage && activeStates.some((state) => state === other.state));
}

/** What every move does to the model besides the state: an event for the state and one for each step that it closes. */
export function move(deployment: ModelDeployment, to: DeploymentState, openSteps: number): void {
  deployment.state = to;
  deployment.events += 1 + (isTerminal(to) ? openSteps : 0);
}

type Row = { id: string; state: string; epoch: number; holder: string | null; expired: boolean; takeovers: number; cancelAsked: boolean; events: number; approvals: number };

/** Compares every deployment with its row. */
export async function expectSame(model: Model, real: Real): Promise<void> {
  const ids = model.deployments.map(({ id }) => id);
  const { rows } = await real.context.db.pool.query<Row>(
    `SELECT id, state, lease_epoch AS epoch, lease_owner AS holder, COALESCE(lease_expires_at < clock_timestamp(), false) AS expired,
            takeovers, cancel_requested_at IS NOT NULL AS "cancelAsked", last_seq AS events,
            (SELECT count(*)::int FROM approvals a WHERE a.deployment_id = d.id AND a.plan_hash = d.plan_hash AND a.decision = 'approve') AS approvals
     FROM deployments d WHERE id = ANY ($1::uuid[]) ORDER BY array_position($1::uuid[], id)`,
    [ids],
  );
  expect(rows).toEqual(model.deployments.map((deployment) => {
    const { stage: _stage, number: _number, pushed: _pushed, plan: _plan, said: _said, ...row } = deployment;
    return { ...row, approvals: approvalsOf(deployment) };
  }));
}

/** How many steps of the deployment have not ended, which the end of the deployment will close. */
export async function countOpenSteps(real: Real, { id }: ModelDeployment): Promise<number> {
  return real.context.db.prisma.step.count({ where: { deploymentId: id, state: { in: ["pending", "running"] } } });
}

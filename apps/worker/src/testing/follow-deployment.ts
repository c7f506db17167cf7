import type { Deployment } from "@windlass/contracts/deployment";
import { isTerminal } from "@windlass/contracts/deployment-state";
import type { DeploymentEvent } from "@windlass/contracts/event";
import type { OperationContext } from "@windlass/operations/context";
import { listEvents } from "@windlass/operations/deployment/list-events";
import { readDeploymentById } from "@windlass/operations/deployment/read-deployment";

export type Follower = {
  waitFor(id: string, until: (deployment: Deployment) => boolean): Promise<Deployment>;
  waitForEnd(id: string): Promise<Deployment>;
  events(deployment: Deployment): Promise<DeploymentEvent[]>;
  /** The texts of the log. Throws when the history's numbers are not dense. */
  log(deployment: Deployment): Promise<string[]>;
};

const patienceMs = 90_000;

/** Reads deployments as the API does. */
export function followDeployments(context: OperationContext): Follower {
  const waitFor: Follower["waitFor"] = async (id, until) => {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const deployment = await readDeploymentById(context, id);
      if (until(deployment)) return deployment;
      if (Date.now() > deadline) throw new Error(`Not reached in time: ${JSON.stringify(deployment)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const events: Follower["events"] = async ({ service, stage, number }) => {
    const found: DeploymentEvent[] = [];
    for (;;) {
      const after = found.at(-1)?.seq ?? 0;
      const page = await listEvents(context, { deployment: { service, stage, number }, after, limit: 1_000 });
      if (page.items.length === 0) return found;
      found.push(...page.items);
    }
  };
  return {
    waitFor,
    waitForEnd: (id) => waitFor(id, ({ state }) => isTerminal(state)),
    events,
    log: async (deployment) => {
      const all = await events(deployment);
      const gap = all.find((event, index) => event.seq !== index + 1);
      if (gap) throw new Error(`The history has a gap or a double before ${gap.seq}.`);
      return all.flatMap((event) => (event.kind === "log" ? event.payload.text : []));
    },
  };
}

import { reachableFrom, wavesOf, type Graph } from "@windlass/contracts/service-graph";
import type { Commit } from "@windlass/contracts/release";
import type { Delivery } from "@windlass/database/generated/client";
import type { OperationContext } from "../context.js";
import { dropEmptyGroup, ensureDeliveryGroup } from "../deployment-group/delivery-group.js";
import { readServiceGraph } from "../service/service-graph.js";
import type { PushOutcome } from "./decide-delivery.js";
import type { StageVerdict } from "./decide-stage.js";
import { deployStage } from "./deploy-stage.js";
import type { MatchedStage } from "./match-repositories.js";

export type PushedStages = {
  delivery: Delivery;
  ref: string;
  commit: Commit | null;
  outcomes: readonly PushOutcome[];
};

/**
 * Deploys the stages that a push means, each asked for after those of the same name that it depends on, so that it can wait for
 * their deployments. Several are a group. May run twice, also at once: a delivery deploys a stage once, in one group.
 */
export async function deployInWaves(context: OperationContext, push: PushedStages): Promise<PushOutcome[]> {
  const wanted = push.outcomes.filter(({ reason }) => reason === "deployed").map(({ stage }) => stage);
  const graph = await readServiceGraph(context.db.prisma);
  const groupId = wanted.length > 1 ? await ensureDeliveryGroup(context, push.delivery, push.ref) : null;
  const verdicts = new Map<string, StageVerdict>();
  for (const { stage, wave } of inWaves(wanted, graph)) {
    const { delivery, ref, commit } = push;
    const dependencies = reachableFrom(stage.service, graph);
    verdicts.set(stage.id, await deployStage(context, { stage, delivery, ref, commit, dependencies, group: groupId === null ? null : { id: groupId, wave } }));
  }
  if (groupId !== null && ![...verdicts.values()].some(({ reason }) => reason === "deployed")) await dropEmptyGroup(context, groupId);
  return push.outcomes.map((outcome) => ({ ...outcome, ...verdicts.get(outcome.stage.id) }));
}

/** In the order in which they may be asked for. Dependencies are between stages of one name. */
function inWaves(stages: readonly MatchedStage[], graph: Graph): { stage: MatchedStage; wave: number }[] {
  const names = [...new Set(stages.map(({ stage }) => stage))];
  const waved = names.flatMap((name) => {
    const those = stages.filter(({ stage }) => stage === name);
    const waves = wavesOf(those.map(({ service }) => service), graph);
    return those.map((stage) => ({ stage, wave: waves.get(stage.service) ?? 1 }));
  });
  return waved.toSorted((a, b) => a.wave - b.wave);
}

import { setTimeout as sleep } from "node:timers/promises";
import type { DeploymentGroup } from "@windlass/contracts/deployment-group";
import type { CommandContext } from "../context.js";
import { exitCodes, type ExitCode } from "../exit-code.js";
import { deploymentName } from "../output/deployment-text.js";
import { groupJson, groupText, memberState } from "../output/group-text.js";
import { plainText } from "../output/plain-text.js";

/** One question for all deployments of the group. */
const askEveryMs = 1_000;

/** Prints a group; with `wait`, once all of it has ended, and on standard error what changes until then. */
export async function finishGroup(context: CommandContext, group: DeploymentGroup, { wait }: { wait: boolean }): Promise<ExitCode> {
  const ended = wait ? await waitForGroup(context, group) : group;
  context.printer.result(groupJson(ended), () => `${groupText(ended)}${wait || ended.state !== "running" ? "" : `\n\nFollow it with: windlass group ${ended.id} --wait`}`);
  return !wait || ended.state === "succeeded" ? exitCodes.ok : exitCodes.failed;
}

async function waitForGroup({ client, printer, signal }: CommandContext, first: DeploymentGroup): Promise<DeploymentGroup> {
  const told = new Map<string, string>();
  let group = first;
  for (;;) {
    for (const { wave, deployments } of group.waves) {
      for (const member of deployments) {
        const state = memberState(member);
        if (told.get(member.id) === state) continue;
        told.set(member.id, state);
        const why = plainText(member.error?.message ?? member.blocker?.message ?? "");
        printer.note(`wave ${wave}  ${deploymentName(member)}  ${state}${why === "" ? "" : `  ${why}`}`);
      }
    }
    if (group.state !== "running") return group;
    await sleep(askEveryMs, undefined, { signal });
    group = await client.deploymentGroups.get(first.id, { signal });
  }
}

import { assertConfirmable, confirmStage } from "../confirm-stage.js";
import type { CommandContext } from "../context.js";
import type { ExitCode } from "../exit-code.js";
import { finishGroup } from "../follow/finish-group.js";
import { newKey } from "../http/new-key.js";
import { usageError } from "../usage-error.js";
import { findRepository } from "./deploy-all.js";

export interface RemoveAllOptions {
  stage?: string;
  repo?: string;
  only?: string[];
  deleteData?: boolean;
  confirm?: string;
  yes?: boolean;
  wait?: boolean;
}

/** Takes a stage of all services of a repository, or of those that are named, out of AWS, those that others need last. */
export async function removeAll(context: CommandContext, { stage, repo, only, deleteData = false, confirm, yes, wait }: RemoveAllOptions): Promise<ExitCode> {
  if (stage === undefined) throw usageError("--all needs the name of a stage.", "Such as: windlass remove --all --stage pr-42");
  const given = yes === true ? stage : confirm;
  const whose = only === undefined ? `all services of ${repo ?? "the repository"}` : only.join(", ");
  const confirmation = { stage, given, loses: `Removing ${stage} of ${whose} deletes their stacks${deleteData ? " with all data" : "; what holds data stays"}` };
  assertConfirmable(context, confirmation);
  const which = only === undefined ? { repository: (await findRepository(context, repo)).id } : { services: only };
  const input = { stage, ...which, confirm: await confirmStage(context, confirmation), ...(deleteData ? { deleteData } : {}) };
  const group = await context.client.deploymentGroups.remove(input, { signal: context.signal, idempotencyKey: newKey() });
  return finishGroup(context, group, { wait: wait === true });
}

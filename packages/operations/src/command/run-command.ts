import { WindlassError } from "@windlass/contracts/error";
import type { ForgePermission, PullRequest } from "@windlass/contracts/forge";
import { pullWords } from "@windlass/contracts/pull-words";
import type { Delivery } from "@windlass/database/generated/client";
import { webhookContext, type OperationContext } from "../context.js";
import { findRollbackTarget } from "../deployment/find-rollback-target.js";
import { insertDeployment } from "../deployment/insert-deployment.js";
import { requestPreviewEnvironment } from "../preview-environment/request-preview-environment.js";
import { findCommandStage, listCommandStages, type CommandStage } from "./command-stage.js";
import type { Command } from "./parse-command.js";

export type CommandInput = {
  command: Exclude<Command, { name: "unknown" | "help" }>;
  delivery: Pick<Delivery, "id" | "run" | "provider">;
  repositoryIds: readonly string[];
  pull: PullRequest;
  /** Who asks: by the forge's id, which decides, and by the name that is shown. */
  person: { id: string; login: string };
  permission: ForgePermission;
};

/** What came of a command. `deployment` is there where one was asked for. */
export type CommandResult = {
  done: boolean;
  message: string;
  deployment: { service: string; stage: string; number: number; stageId: string } | null;
};

/** Does what a comment asks for, on behalf of a person of the forge. May run twice: a delivery deploys a stage once. */
export async function runCommand({ db }: OperationContext, input: CommandInput): Promise<CommandResult> {
  const { command, delivery, person } = input;
  const context = webhookContext(db, { id: `${delivery.provider}:${person.id}`, label: person.login });
  try {
    if (command.name === "preview") return await preview(context, input);
    const found = findCommandStage(await listCommandStages(db, input.repositoryIds), command.target);
    if (!found.ok) return refused(found.message);
    const forbidden = whyForbidden(found.stage, input.permission);
    if (forbidden !== null) return refused(forbidden);
    return command.name === "deploy" ? await deploy(context, input, found.stage) : await rollBack(context, input, { ...found.stage, to: command.to });
  } catch (error) {
    // Known errors are the answer, as they would be to a request; the forge's are not of the command.
    if (!(error instanceof WindlassError) || error.code.startsWith("forge_") || error.code === "unavailable") throw error;
    return refused(`${error.message} ${error.hint}`);
  }
}

function refused(message: string): CommandResult {
  return { done: false, message, deployment: null };
}

function whyForbidden({ service, stage, commands }: CommandStage, permission: ForgePermission): string | null {
  if (commands === "nobody") return `${service}/${stage} takes no commands from comments.`;
  return commands === "admin" && permission !== "admin" ? `${service}/${stage} takes commands only from administrators of the repository.` : null;
}

/** The commit that the pull request has now, to a stage of the repository. A stranger's never: its build would see what the stage has. */
async function deploy(context: OperationContext, { pull, delivery }: CommandInput, stage: CommandStage): Promise<CommandResult> {
  const { one } = pullWords(delivery.provider);
  if (pull.isFork) return refused(`The commits of this ${one} come from a fork: they are deployed once they are merged.`);
  if (pull.state !== "open") return refused(`This ${one} is ${pull.state}.`);
  const { id } = await insertDeployment(context, {
    stage,
    kind: "deploy",
    ref: pull.head.ref,
    commit: { sha: pull.head.sha, message: "", author: "", committedAt: null },
    afterDependencies: true,
    deliveryId: delivery.id,
    deliveryRun: delivery.run,
    trigger: "command",
  });
  return done(context, { id, stage, words: `deploys ${pull.head.sha.slice(0, 7)} to` });
}

async function rollBack(context: OperationContext, { delivery }: CommandInput, stage: CommandStage & { to: number | null }): Promise<CommandResult> {
  const before = await context.db.prisma.deployment.findFirst({ where: { deliveryId: delivery.id, stageId: stage.id, deliveryRun: delivery.run }, select: { id: true } });
  if (before) return done(context, { id: before.id, stage, words: "rolls back" });
  const target = await findRollbackTarget(context.db, stage, stage.to ?? undefined);
  const { id } = await insertDeployment(context, {
    stage,
    kind: "rollback",
    releaseId: target.releaseId,
    commit: target.commit,
    deliveryId: delivery.id,
    deliveryRun: delivery.run,
    trigger: "command",
  });
  return done(context, { id, stage, words: `goes back to release ${target.releaseNumber} of` });
}

async function preview(context: OperationContext, { pull, repositoryIds }: CommandInput): Promise<CommandResult> {
  const row = await context.db.prisma.pullRequest.findFirst({ where: { repositoryId: { in: [...repositoryIds] }, number: pull.number }, select: { id: true } });
  if (row === null) return refused("No service of this repository has previews switched on.");
  const { services } = await requestPreviewEnvironment(context, { pullRequestId: row.id });
  return { done: true, message: `Asked for previews of ${services.join(", ")}.`, deployment: null };
}

async function done({ db }: OperationContext, { id, stage, words }: { id: string; stage: CommandStage; words: string }): Promise<CommandResult> {
  const { number } = await db.prisma.deployment.findUniqueOrThrow({ where: { id }, select: { number: true } });
  return { done: true, message: `Deployment ${number} ${words} ${stage.service}/${stage.stage}.`, deployment: { service: stage.service, stage: stage.stage, number, stageId: stage.id } };
}

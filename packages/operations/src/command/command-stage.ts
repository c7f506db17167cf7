import { stageSettingsSchema, type StageForgeSettings } from "@windlass/contracts/stage-settings";
import type { Database } from "@windlass/database/database";
import type { StageWord } from "./parse-command.js";

/** A stage that a command may mean. */
export type CommandStage = { id: string; service: string; stage: string; commands: StageForgeSettings["commands"] };

export type FoundStage = { ok: true; stage: CommandStage } | { ok: false; message: string };

/** The stages of a repository's services, but for those of pull requests, which come and go by themselves. */
export async function listCommandStages(db: Database, repositoryIds: readonly string[]): Promise<CommandStage[]> {
  const rows = await db.prisma.stage.findMany({
    where: { pullRequestId: null, service: { repositoryId: { in: [...repositoryIds] } } },
    select: { id: true, name: true, settings: true, service: { select: { name: true } } },
    orderBy: [{ service: { name: "asc" } }, { name: "asc" }],
  });
  return rows.map(({ id, name, settings, service }) => ({ id, service: service.name, stage: name, commands: stageSettingsSchema.parse(settings).forge.commands }));
}

/** Which stage is meant. Never more than one: what is said in a few letters is not to deploy ten services. Pure. */
export function findCommandStage(stages: readonly CommandStage[], word: StageWord | null): FoundStage {
  const all = stages.map(nameOf);
  if (all.length === 0) return { ok: false, message: "No service of this repository has a stage." };
  const matches = word === null ? stages : stages.filter(({ service, stage }) => stage === word.stage && (word.service === null || service === word.service));
  const [only, ...others] = matches;
  if (only && others.length === 0) return { ok: true, stage: only };
  if (only) return { ok: false, message: `Say which: ${listed(matches.map(nameOf))}.` };
  return { ok: false, message: `There is no stage ${word?.service === null ? word.stage : `${word?.service}/${word?.stage}`}. There is ${listed(all)}.` };
}

function nameOf({ service, stage }: CommandStage): string {
  return `${service}/${stage}`;
}

const mostListed = 20;

function listed(names: readonly string[]): string {
  return `${names.slice(0, mostListed).join(", ")}${names.length > mostListed ? " and more" : ""}`;
}

import type { PullWords } from "@windlass/contracts/pull-words";
import { code, link, plain } from "../report/markdown.js";
import type { CommandResult } from "./run-command.js";

const commandsOf = ({ one }: PullWords) => [
  ["/windlass deploy [service/]stage", `deploys this ${one}'s newest commit to a stage`],
  ["/windlass rollback [[service/]stage] [number]", "puts back the release before, or the one of a deployment"],
  ["/windlass preview", `makes this ${one}'s previews, whatever its labels are`],
  ["/windlass help", "shows this"],
] as const satisfies readonly [command: string, words: string][];

/** What can be said. Markdown, as all replies. */
export function helpReply(problem: string | null, pull: PullWords): string {
  const list = commandsOf(pull).map(([command, words]) => `- ${code(command)} ${words}`);
  return [...(problem === null ? [] : [plain(problem), ""]), "A comment with one of these on a line of its own, by who may write to this repository:", "", ...list, "", "Approvals and freezes of a stage apply all the same."].join("\n");
}

export function resultReply({ message, deployment }: CommandResult, publicUrl: string | null): string {
  if (deployment === null || publicUrl === null) return plain(message, 1_000);
  const { service, stage, number } = deployment;
  return link(plain(message, 1_000), new URL(`/services/${service}/stages/${stage}/deployments/${number}`, publicUrl).href);
}

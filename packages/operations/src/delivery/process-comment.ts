import type { ForgePermission } from "@windlass/contracts/forge";
import { reportSettingsSchema } from "@windlass/contracts/report";
import { pullWords } from "@windlass/contracts/pull-words";
import { WindlassError } from "@windlass/contracts/error";
import type { Delivery } from "@windlass/database/generated/client";
import type { CommentEvent } from "../command/comment-event.js";
import { parseCommand, type Command } from "../command/parse-command.js";
import { helpReply, resultReply } from "../command/reply-words.js";
import { runCommand, type CommandResult } from "../command/run-command.js";
import type { OperationContext } from "../context.js";
import type { Decision } from "./decide-delivery.js";
import { matchRepositories } from "./match-repositories.js";
import { noteDelivery, type ForgeSource } from "./process-pull-request.js";
import { readerOf } from "./providers/reader-of.js";

export type CommentWork = { forges: ForgeSource; /** Where people reach Windlass. */ publicUrl: string | null };

const nothing = (reason: Decision["reason"], message: string): Decision => ({ reason, message, outcomes: [] });

/**
 * Does what a new comment of a pull request asks for, by what its author may do in the repository: by the forge's own word and id, not
 * by anything that the comment or a commit says (S14). Who may do nothing gets no answer, so that nobody can make Windlass write.
 * Throws the `forge_…` errors before anything was done.
 */
export async function processComment(context: OperationContext, row: Delivery, work: CommentWork): Promise<Decision> {
  const parsed = readerOf(row.provider).comment.safeParse(row.payload);
  if (!parsed.success) return nothing("payload_invalid", `The payload is not that of a comment: ${parsed.error.issues[0]?.path.join(".") ?? ""} is missing or wrong.`);
  const event = parsed.data;
  if (event.action !== "created") return nothing("no_command", "Only new comments are read.");
  if (!event.issue.pull_request) return nothing("no_command", `Only comments of ${pullWords(row.provider).many} are read.`);
  const command = parseCommand(event.comment.body ?? "");
  if (command === null) return nothing("no_command", "The comment has no line that begins with /windlass.");
  if (isMachine(event)) return nothing("command_not_allowed", "Commands of programs are not obeyed.");
  const place = await openPlace(context, { event, row, work });
  return "reason" in place ? place : obey(context, { event, row, work, command, place });
}

/** Its own comments and those of other Apps: two programs could talk to each other without end. */
function isMachine({ comment, sender }: CommentEvent): boolean {
  return sender.type === "Bot" || comment.user === null || comment.user.id !== sender.id || (comment.performed_via_github_app ?? null) !== null;
}

type Place = { repositoryIds: string[]; repository: NonNullable<Awaited<ReturnType<ForgeSource>>>; permission: ForgePermission };
type Opened = { event: CommentEvent; row: Delivery; work: CommentWork };

/** The forge, and what the commenter may do there. */
async function openPlace({ db }: OperationContext, { event, row, work }: Opened): Promise<Place | Decision> {
  const { repositoryIds } = await matchRepositories(db, { origin: event, provider: row.provider });
  const [repositoryId] = repositoryIds;
  await noteDelivery(db, row, { repositoryId, pull: { number: event.issue.number, headRef: event.issue.head_ref } });
  if (repositoryId === undefined) return nothing("repository_unknown", `No repository is registered for ${row.repository ?? "the sender"}. Add it on the Repositories page.`);
  const stored = await db.prisma.repository.findUniqueOrThrow({ where: { id: repositoryId }, select: { reportSettings: true } });
  if (!reportSettingsSchema.parse(stored.reportSettings).commands) return nothing("command_refused", "Commands in comments are switched off for the repository.");
  const repository = await work.forges(repositoryId);
  if (repository === null) return nothing("command_refused", "Windlass is not connected with the repository's host, which could say what the commenter may do.");
  const { id, login } = event.sender;
  const permission = await repository.forge.readPermission({ fullName: repository.fullName, login, id: String(id) });
  if (permission === "write" || permission === "admin") return { repositoryIds, repository, permission };
  return nothing("command_not_allowed", `${login} may ${permission === "none" ? "do nothing" : "only read"} in ${repository.fullName}; commands need the permission to write.`);
}

async function obey(context: OperationContext, { event, row, work, command, place }: Opened & { command: Command; place: Place }): Promise<Decision> {
  const { repository, repositoryIds, permission } = place;
  const { id, login } = event.sender;
  if (command.name === "help" || command.name === "unknown") {
    const problem = command.name === "unknown" ? command.problem : null;
    const trouble = await answer(event, { place, sign: problem === null ? "+1" : "confused", body: helpReply(problem, pullWords(row.provider)) });
    return nothing(problem === null ? "command_done" : "command_refused", `${problem ?? `${login} asked for help.`}${trouble}`);
  }
  const pull = await repository.forge.readPullRequest({ fullName: repository.fullName, number: event.issue.number });
  const result = await runCommand(context, { command, delivery: row, repositoryIds, pull, person: { id: String(id), login }, permission });
  const trouble = await answer(event, { place, sign: result.done ? "rocket" : "confused", body: resultReply(result, work.publicUrl) });
  return { reason: result.done ? "command_done" : "command_refused", message: `${login} said /windlass ${command.name}. ${result.message}${trouble}`, outcomes: outcomesOf(result, login) };
}

function outcomesOf({ deployment, message }: CommandResult, login: string): Decision["outcomes"] {
  if (deployment === null) return [];
  const { service, stage, stageId } = deployment;
  return [{ stage: { id: stageId, service, stage }, reason: "deployed", message: `${message} ${login} asked for it.` }];
}

type Answer = { place: Place; sign: "+1" | "rocket" | "confused"; body: string };

/** Answers as far as the forge lets it: what was asked for is done, and is not done again for an answer. Gives what went wrong, in words. */
async function answer({ comment, issue }: CommentEvent, { place, sign, body }: Answer): Promise<string> {
  const { forge, fullName } = place.repository;
  try {
    await forge.react({ fullName, number: issue.number, commentId: String(comment.id), reaction: sign }).catch((error: unknown) => {
      if (!(error instanceof WindlassError) || error.code !== "forge_unsupported") throw error;
    });
    await forge.writeComment({ fullName, number: issue.number, marker: `reply-${comment.id}`, body });
    return "";
  } catch (error) {
    if (!(error instanceof WindlassError)) throw error;
    return ` It could not be answered: ${error.message}`;
  }
}

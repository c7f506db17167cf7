import { WindlassError } from "@windlass/contracts/error";
import type { StartGithubApp } from "@windlass/contracts/github";
import { authorize, type OperationContext } from "../context.js";
import { hashState } from "./begin-connection.js";

export type ConnectionKey = { state: string; accessId: string };

/** What the walk with this state is about. Throws `not_found` when it is over, too old, or another session's. */
export async function findGithubConnection(context: OperationContext, { state, accessId }: ConnectionKey): Promise<StartGithubApp> {
  authorize(context, "settings:manage");
  const row = await context.db.prisma.githubConnection.findFirst({ where: { stateHash: hashState(state), accessId, expiresAt: { gt: new Date() } } });
  if (!row) throw connectionGone();
  return row;
}

/** Ends the walk, so that its state is good for nothing any more. Of two at once one finds it. Throws `not_found`. */
export async function takeGithubConnection(context: OperationContext, { state, accessId }: ConnectionKey): Promise<StartGithubApp> {
  authorize(context, "settings:manage");
  const where = { stateHash: hashState(state), accessId, expiresAt: { gt: new Date() } };
  const row = await context.db.prisma.githubConnection.findFirst({ where });
  const { count } = await context.db.prisma.githubConnection.deleteMany({ where });
  if (!row || count === 0) throw connectionGone();
  return row;
}

function connectionGone(): WindlassError {
  return new WindlassError("not_found", "This connection to GitHub was begun elsewhere, took longer than an hour, or is made already.", {
    hint: "Begin again on the GitHub page, and stay in the same browser. An App that GitHub made meanwhile can be deleted there.",
  });
}

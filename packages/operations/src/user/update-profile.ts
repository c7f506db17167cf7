import { WindlassError } from "@windlass/contracts/error";
import type { Profile } from "@windlass/contracts/user";
import { recordAudit } from "../audit.js";
import { authorize } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { isPrismaUniqueViolation } from "../postgres-error.js";
import type { UserContext } from "../token/token-owner.js";

/**
 * Says who the caller is on GitHub, in any case: what that person asks for in a comment counts as asked by the caller. It gives no
 * rights, and takes one: nobody approves what they asked for. Throws `name_taken` where somebody else has said so.
 */
export async function updateProfile(context: UserContext, { githubLogin }: Profile): Promise<Profile> {
  authorize(context, "profile:manage");
  const login = githubLogin?.toLowerCase() ?? null;
  await inTransaction(context.db, async (tx) => {
    const before = await tx.user.findUniqueOrThrow({ where: { id: context.userId }, select: { githubLogin: true, email: true } });
    await tx.user.update({ where: { id: context.userId }, data: { githubLogin: login } }).catch((error: unknown) => {
      throw isPrismaUniqueViolation(error) ? new WindlassError("name_taken", `Somebody else here is ${login ?? ""} on GitHub.`, { hint: "Check the name, or ask an administrator who it is." }) : error;
    });
    await recordAudit(tx, context.actor, { action: "user.github_login_set", entity: { type: "user", id: context.userId, name: before.email }, data: { before: before.githubLogin, after: login } });
  });
  return { githubLogin: login };
}

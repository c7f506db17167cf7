import type { Profile } from "@windlass/contracts/user";
import { authorize } from "../context.js";
import type { UserContext } from "../token/token-owner.js";

/** What the caller has said of themselves. */
export async function readProfile(context: UserContext): Promise<Profile> {
  authorize(context, "profile:manage");
  const { githubLogin } = await context.db.prisma.user.findUniqueOrThrow({ where: { id: context.userId }, select: { githubLogin: true } });
  return { githubLogin };
}

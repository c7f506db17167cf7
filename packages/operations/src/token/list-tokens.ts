import { idSchema } from "@windlass/contracts/name";
import type { Page, PageQuery } from "@windlass/contracts/page";
import type { Token } from "@windlass/contracts/token";
import { authorize } from "../context.js";
import { decodeCursor, toPage } from "../cursor.js";
import type { UserContext } from "./token-owner.js";
import { toToken } from "./token-view.js";

/** The caller's own tokens that are not revoked, newest first. */
export async function listTokens(context: UserContext, page: PageQuery): Promise<Page<Token>> {
  authorize(context, "token:manage");
  const before = decodeCursor(page.cursor, idSchema);
  const rows = await context.db.prisma.apiToken.findMany({
    where: { userId: context.userId, revokedAt: null, ...(before === null ? {} : { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: page.limit + 1,
  });
  return toPage(rows, page.limit, { item: toToken, key: (row) => row.id });
}

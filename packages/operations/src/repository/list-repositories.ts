import { idSchema } from "@windlass/contracts/name";
import type { Page, PageQuery } from "@windlass/contracts/page";
import type { Repository } from "@windlass/contracts/repository";
import { authorize, type OperationContext } from "../context.js";
import { decodeCursor, toPage } from "../cursor.js";
import { repositoryFields, toRepository } from "./repository-view.js";

/** Repositories, newest first. */
export async function listRepositories(context: OperationContext, page: PageQuery): Promise<Page<Repository>> {
  authorize(context, "repository:read");
  const before = decodeCursor(page.cursor, idSchema);
  const rows = await context.db.prisma.repository.findMany({
    ...repositoryFields,
    ...(before === null ? {} : { where: { id: { lt: before } } }),
    orderBy: { id: "desc" },
    take: page.limit + 1,
  });
  return toPage(rows, page.limit, { item: toRepository, key: (row) => row.id });
}

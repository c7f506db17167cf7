import type { Account } from "@windlass/contracts/account";
import { accountNameSchema } from "@windlass/contracts/name";
import type { Page, PageQuery } from "@windlass/contracts/page";
import { authorize, type OperationContext } from "../context.js";
import { decodeCursor, toPage } from "../cursor.js";
import { accountFields, toAccount } from "./account-view.js";

/** Accounts by name. */
export async function listAccounts(context: OperationContext, page: PageQuery): Promise<Page<Account>> {
  authorize(context, "account:read");
  const after = decodeCursor(page.cursor, accountNameSchema);
  const rows = await context.db.prisma.awsAccount.findMany({
    ...accountFields,
    ...(after === null ? {} : { where: { name: { gt: after } } }),
    orderBy: { name: "asc" },
    take: page.limit + 1,
  });
  return toPage(rows, page.limit, { item: toAccount, key: (row) => row.name });
}

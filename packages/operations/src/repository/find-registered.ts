import { authorize, type OperationContext } from "../context.js";
import { normalizeUrl } from "./normalize-url.js";

/** The ids of the repositories at these addresses, however they are spelled; null for one that is not registered. */
export async function findRegistered(context: OperationContext, urls: readonly string[]): Promise<(string | null)[]> {
  authorize(context, "repository:read");
  const wanted = urls.map(normalizeUrl);
  const rows = await context.db.prisma.repository.findMany({ where: { normalizedUrl: { in: wanted } }, select: { id: true, normalizedUrl: true } });
  const ids = new Map(rows.map(({ id, normalizedUrl }) => [normalizedUrl, id]));
  return wanted.map((url) => ids.get(url) ?? null);
}

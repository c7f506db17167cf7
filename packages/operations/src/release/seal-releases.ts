import type { Database } from "@windlass/database/database";
import type { Keyring } from "../sealing.js";
import { contentColumns, openContent, sealContent } from "./release-content.js";

/** Seals the templates that an earlier Windlass stored in the clear though it found secrets in them. Returns how many. */
export async function sealReleases({ prisma, pool }: Database, keyring: Keyring): Promise<number> {
  const unsealed = { shownTemplate: { not: null }, sealedContent: null };
  let sealed = 0;
  for (;;) {
    const row = await prisma.release.findFirst({ where: unsealed, select: { ...contentColumns, id: true } });
    if (!row) return sealed;
    await pool.query(
      "UPDATE releases SET sealed_content = $2, template = shown_template, shown_template = NULL WHERE id = $1 AND shown_template IS NOT NULL AND sealed_content IS NULL",
      [row.id, sealContent(openContent(row, keyring), row, keyring)],
    );
    sealed += 1;
  }
}

import { artifactSchema, functionSummarySchema } from "@windlass/contracts/release";
import type { Database } from "@windlass/database/database";
import { z } from "zod";
import type { PromotionSide } from "../release/compare-promotion.js";

/** The release that a promotion comes from, as far as the proof needs it. Null when it was deleted since. */
export async function loadPromotedRelease(db: Database, releaseId: string): Promise<(Omit<PromotionSide, "stage"> & { release: number }) | null> {
  const row = await db.prisma.release.findUnique({ where: { id: releaseId } });
  return (
    row && {
      release: row.number,
      artifacts: z.array(artifactSchema).parse(row.artifacts),
      functions: z.array(functionSummarySchema).parse(row.functions).map(({ name }) => name),
      shownTemplate: row.resolvedConfig === null ? null : (row.shownTemplate ?? row.template),
    }
  );
}

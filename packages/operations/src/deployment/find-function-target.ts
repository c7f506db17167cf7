import { WindlassError } from "@windlass/contracts/error";
import { artifactSchema, functionSummarySchema } from "@windlass/contracts/release";
import type { Database } from "@windlass/database/database";
import { z } from "zod";
import { codeOfFunction, functionToPutBack, type CodeOfRelease } from "../release/function-code.js";
import type { StageAddress } from "../stage/find-stage.js";
import { readSwappedFunctions } from "../stage/read-swapped-functions.js";
import { findShippedRelease, type RollbackTarget } from "./find-rollback-target.js";

export type FunctionTargetInput = { stage: StageAddress; to: number | undefined; functions: readonly string[] };

/**
 * The release whose code of some functions is to be put back alone. Throws what finding the release throws,
 * `invalid_request` for a function whose code cannot be, and `conflict` when all of them run that code.
 */
export async function findFunctionTarget(db: Database, { stage, to, functions }: FunctionTargetInput): Promise<RollbackTarget> {
  const found = await findShippedRelease(db, stage, to);
  const ids = [found.currentReleaseId, found.releaseId];
  const [rows, swapped] = await Promise.all([db.prisma.release.findMany({ where: { id: { in: ids } }, select: { id: true, number: true, template: true, artifacts: true, functions: true } }), readSwappedFunctions(db, found.stageId)]);
  const [current, target] = ids.map((id) => rows.find((row) => row.id === id)).map((row) => row && toCode(row));
  if (!current || !target) throw new WindlassError("release_not_found", `Deployment ${found.deploymentNumber} has no release that is still stored.`);
  const same = functions.filter((name) => {
    const { code } = functionToPutBack({ current, target }, name);
    const running = swapped.find((one) => one.name === name)?.code ?? codeOfFunction(current, name);
    return running?.hash === code.hash;
  });
  if (same.length === new Set(functions).size) {
    throw new WindlassError("conflict", `${same.join(", ")} ${same.length === 1 ? "runs" : "run"} the code of release ${target.number} already.`, {
      hint: "Pick another deployment, or another function.",
    });
  }
  return found;
}

/** Of the template only what calls what is read, so that the one whose secrets are masked will do. */
function toCode(row: { number: number; template: string; artifacts: unknown; functions: unknown }): CodeOfRelease {
  return { number: row.number, template: row.template, artifacts: z.array(artifactSchema).parse(row.artifacts), functions: z.array(functionSummarySchema).parse(row.functions) };
}

import { stageStatuses, type Stage } from "@windlass/contracts/stage";
import { z } from "zod";

const statusSchema = z.enum(stageStatuses);

/** Reads a stored status. */
export function toStageStatus(stored: string): Stage["status"] {
  return statusSchema.parse(stored);
}

import { accountNameSchema, idSchema, serviceNameSchema, stageNameSchema } from "@windlass/contracts/name";
import { z } from "zod";

/** The parameters of paths. Names are not checked beyond being names: one that does not exist is `not_found`. */
export const idParams = z.object({ id: idSchema });
export const accountParams = z.object({ account: accountNameSchema });
export const serviceParams = z.object({ service: serviceNameSchema });
export const stageParams = serviceParams.extend({ stage: stageNameSchema });
export const deploymentParams = stageParams.extend({ number: z.coerce.number().int().positive().max(2_147_483_647) });

export const previewParams = serviceParams.extend({ number: z.coerce.number().int().positive().max(2_147_483_647) });

/** The answer of a route that has nothing to say. */
export const noContent = z.null().describe("Done.");

/** The header that makes a request for a deployment safe to repeat. */
export const idempotencyHeaders = z.object({ "idempotency-key": z.string().min(1).max(200).optional() });

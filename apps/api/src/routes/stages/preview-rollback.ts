import { findMissing } from "@windlass/aws/artifacts/find-missing";
import type { AwsSession } from "@windlass/aws/session";
import type { Artifact } from "@windlass/contracts/release";
import { WindlassError } from "@windlass/contracts/error";
import { rollbackPreviewSchema, type RollbackPreview } from "@windlass/contracts/rollback";
import { openRollbackPreview } from "@windlass/operations/deployment/preview-rollback";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

/** The preview is of use without an answer from AWS, so it does not wait long for one. */
const patienceMs = 10_000;

export const previewRollbackRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/rollback-preview",
    {
      config: { permission: "deployment:read" },
      schema: { tags: ["Stages"], summary: "What a roll-back would change, and whether the code that it needs is still there",
        params: stageParams,
        querystring: z.object({ to: z.coerce.number().int().positive().optional() }),
        response: { 200: rollbackPreviewSchema } },
    },
    async (request) => {
      const { preview, artifacts, access, region } = await openRollbackPreview(contextOf(request), { stage: request.params, to: request.query.to, keyring: app.keyring });
      return { ...preview, artifacts: await checkArtifacts(app.aws.session(access, region), artifacts) };
    },
  );
};

/** Asks the bucket which of the release's files it still has. */
async function checkArtifacts(session: AwsSession, artifacts: readonly Artifact[]): Promise<RollbackPreview["artifacts"]> {
  const total = artifacts.length;
  const bucket = artifacts[0]?.bucket;
  if (bucket === undefined) return { total, missing: [], problem: null };
  try {
    const keys = await findMissing(session, { bucket, keys: artifacts.map(({ key }) => key), signal: AbortSignal.timeout(patienceMs) });
    const missing = artifacts.filter(({ key }) => keys.includes(key)).map(({ name, kind, key, functions }) => ({ name, kind, key, functions }));
    return { total, missing, problem: null };
  } catch (error) {
    if (error instanceof WindlassError) return { total, missing: [], problem: error.message };
    if (error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError")) return { total, missing: [], problem: `AWS did not answer within ${patienceMs / 1_000} s.` };
    throw error;
  }
}

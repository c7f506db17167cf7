import { releaseConfigSchema } from "@windlass/contracts/release-config";
import { readReleaseConfig } from "@windlass/operations/release/read-release-config";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { contextOf } from "../../plugins/permission.js";
import { sendJsonText } from "../../plugins/send-json-text.js";
import { deploymentParams, noContent } from "../params.js";

/** Asked for by the version that the list of releases gave, the answer can only ever be the same. */
const immutable = "private, max-age=31536000, immutable";

const querystring = z.object({ version: z.string().max(100).optional().describe("The version that the list of releases gave; browsers then keep the answer.") });

export const readReleaseConfigRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/releases/:number/config",
    {
      config: { permission: "service:read" },
      schema: {
        tags: ["Releases"],
        summary: "What a release was compiled from and to",
        description: "The config with its variables resolved and where each value came from, the template, and which place of the config made which resource. Secrets are masked.",
        params: deploymentParams,
        querystring,
        response: { 200: releaseConfigSchema, 304: noContent },
      },
    },
    async (request, reply) => {
      const known = /^(?:W\/)?"([^"]+)"$/.exec(request.headers["if-none-match"] ?? "")?.[1];
      const { version, text } = await readReleaseConfig(contextOf(request), { ...request.params, knownVersion: known });
      const cacheControl = request.query.version === version ? immutable : "private, no-cache";
      reply.headers({ etag: `W/"${version}"`, "cache-control": cacheControl, vary: "accept-encoding, authorization, cookie" });
      if (text === null) return reply.code(304).send(null);
      return sendJsonText(request, reply, text);
    },
  );
};

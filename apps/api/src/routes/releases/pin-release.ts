import { pinRelease } from "@windlass/operations/release/pin-release";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { deploymentParams, noContent } from "../params.js";

const url = "/api/services/:service/stages/:stage/releases/:number/pin";

export const pinReleaseRoute: FastifyPluginAsyncZod = async (app) => {
  const config = { permission: "release:pin" } as const;
  app.put(url, { config, schema: { tags: ["Releases"], summary: "Keep a release's artifacts for ever", params: deploymentParams, response: { 204: noContent } } }, async (request, reply) => {
    await pinRelease(contextOf(request), { ...request.params, pinned: true });
    return reply.code(204).send(null);
  });
  app.delete(url, { config, schema: { tags: ["Releases"], summary: "Let housekeeping take a release's artifacts again", params: deploymentParams, response: { 204: noContent } } }, async (request, reply) => {
    await pinRelease(contextOf(request), { ...request.params, pinned: false });
    return reply.code(204).send(null);
  });
};

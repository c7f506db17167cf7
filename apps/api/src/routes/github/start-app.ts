import { githubManifestSchema, startGithubAppSchema } from "@windlass/contracts/github";
import { buildManifest, manifestAction } from "@windlass/github/app/build-manifest";
import { checkAddress } from "@windlass/operations/address/check-address";
import { beginGithubConnection } from "@windlass/operations/github/begin-connection";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { publicUrlOf } from "../../github/read-status.js";
import { callerOf, contextOf } from "../../plugins/permission.js";

export const startGithubAppRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/github/apps/manifest",
    {
      config: { permission: "settings:manage" },
      schema: { tags: ["GitHub"], summary: "Begin to connect GitHub: the manifest of a new App, and where the browser posts it", body: startGithubAppSchema, response: { 201: githubManifestSchema } },
    },
    async (request, reply) => {
      const { baseUrl, organization, name } = request.body;
      await checkAddress(new URL(baseUrl), app.settings.allowedHosts);
      const state = await beginGithubConnection(contextOf(request), { ...request.body, accessId: callerOf(request).accessIds[0] ?? "" });
      const manifest = { ...buildManifest({ name, publicUrl: publicUrlOf(app, request) }) };
      return reply.code(201).send({ action: manifestAction({ baseUrl, organization, state }), manifest, state, page: `/api/github/apps/manifest?state=${state}` });
    },
  );
};

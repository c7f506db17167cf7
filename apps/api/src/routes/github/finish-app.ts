import { finishGithubAppSchema, githubAppSchema } from "@windlass/contracts/github";
import { exchangeManifestCode } from "@windlass/github/app/exchange-manifest-code";
import { checkAddress } from "@windlass/operations/address/check-address";
import { createGithubApp } from "@windlass/operations/github/create-app";
import { takeGithubConnection } from "@windlass/operations/github/find-connection";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { callerOf, contextOf } from "../../plugins/permission.js";

/** The state is used up first: whatever happens then, a second request with it finds nothing. */
export const finishGithubAppRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/github/apps",
    {
      config: { permission: "settings:manage" },
      schema: { tags: ["GitHub"], summary: "Connect the App that GitHub made, by the code and state it sent the browser back with", body: finishGithubAppSchema, response: { 201: githubAppSchema } },
    },
    async (request, reply) => {
      const context = contextOf(request);
      const { code, state } = request.body;
      const { baseUrl } = await takeGithubConnection(context, { state, accessId: callerOf(request).accessIds[0] ?? "" });
      const made = await exchangeManifestCode({ baseUrl, checkAddress: (url) => checkAddress(url, app.settings.allowedHosts) }, code);
      const created = await createGithubApp(context, { app: { ...made, baseUrl }, keyring: app.keyring });
      app.githubSecrets.clear();
      return reply.code(201).send(created);
    },
  );
};

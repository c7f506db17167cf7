import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { callLibrary } from "../../plugins/authentication/call-library.js";
import { requestHeaders } from "../../plugins/authentication/request-headers.js";
import { noContent } from "../params.js";

export const signOutRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/auth/sign-out",
    {
      config: { public: true },
      schema: { tags: ["People"], summary: "End the session, everywhere it is open", security: [], response: { 204: noContent } },
    },
    async (request, reply) => {
      const answer = await callLibrary(app.auth, (library) => library.signOut({ headers: requestHeaders(request), asResponse: true }));
      for (const cookie of answer.headers.getSetCookie()) reply.header("set-cookie", cookie);
      return reply.code(204).send(null);
    },
  );
};

import { deleteAccount } from "@windlass/operations/account/delete-account";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { accountParams, noContent } from "../params.js";

export const deleteAccountRoute: FastifyPluginAsyncZod = async (app) => {
  app.delete(
    "/api/accounts/:account",
    {
      config: { permission: "account:manage" },
      schema: { tags: ["Accounts"], summary: "Forget an AWS account", params: accountParams, response: { 204: noContent } },
    },
    async (request, reply) => {
      await deleteAccount(contextOf(request), request.params.account);
      return reply.code(204).send(null);
    },
  );
};

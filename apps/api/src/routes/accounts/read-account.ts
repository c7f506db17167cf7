import { accountSchema } from "@windlass/contracts/account";
import { readAccount } from "@windlass/operations/account/read-account";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { accountParams } from "../params.js";

export const readAccountRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/accounts/:account",
    {
      config: { permission: "account:read" },
      schema: { tags: ["Accounts"], summary: "One AWS account", params: accountParams, response: { 200: accountSchema } },
    },
    (request) => readAccount(contextOf(request), request.params.account),
  );
};

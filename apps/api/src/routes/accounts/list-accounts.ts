import { accountSchema } from "@windlass/contracts/account";
import { pageQuerySchema, pageSchema } from "@windlass/contracts/page";
import { listAccounts } from "@windlass/operations/account/list-accounts";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const listAccountsRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/accounts",
    {
      config: { permission: "account:read" },
      schema: { tags: ["Accounts"], summary: "AWS accounts by name", querystring: pageQuerySchema, response: { 200: pageSchema(accountSchema) } },
    },
    (request) => listAccounts(contextOf(request), request.query),
  );
};

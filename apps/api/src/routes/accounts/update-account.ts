import { accountSchema, updateAccountSchema } from "@windlass/contracts/account";
import { updateAccount } from "@windlass/operations/account/update-account";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { accountParams } from "../params.js";

export const updateAccountRoute: FastifyPluginAsyncZod = async (app) => {
  app.patch(
    "/api/accounts/:account",
    {
      config: { permission: "account:manage" },
      schema: { tags: ["Accounts"], summary: "Change an AWS account", params: accountParams, body: updateAccountSchema, response: { 200: accountSchema } },
    },
    (request) =>
      updateAccount(contextOf(request), { name: request.params.account, change: request.body, keyring: app.keyring }),
  );
};

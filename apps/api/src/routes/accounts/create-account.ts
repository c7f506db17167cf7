import { accountSchema, createAccountSchema } from "@windlass/contracts/account";
import { createAccount } from "@windlass/operations/account/create-account";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const createAccountRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/accounts",
    {
      config: { permission: "account:manage" },
      schema: { tags: ["Accounts"], summary: "Connect an AWS account", body: createAccountSchema, response: { 201: accountSchema } },
    },
    async (request, reply) =>
      reply.code(201).send(await createAccount(contextOf(request), { account: request.body, keyring: app.keyring })),
  );
};

import { getCallerIdentity } from "@windlass/aws/identity/get-caller-identity";
import { accountVerificationSchema, type AccountVerification } from "@windlass/contracts/account";
import { WindlassError } from "@windlass/contracts/error";
import { openAccount } from "@windlass/operations/account/open-account";
import { recordVerification } from "@windlass/operations/account/record-verification";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { accountParams } from "../params.js";

export const verifyAccountRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/accounts/:account/verification",
    {
      config: { permission: "account:manage" },
      schema: {
        tags: ["Accounts"],
        summary: "Ask AWS whose credentials an account has; a refusal is an answer, not an error",
        params: accountParams,
        response: { 200: accountVerificationSchema },
      },
    },
    async (request) => {
      const context = contextOf(request);
      const name = request.params.account;
      const account = await openAccount(context, { name, keyring: app.keyring });
      const verification = await verify(() => getCallerIdentity(app.aws.session(account.access, account.defaultRegion)));
      await recordVerification(context, { name, verification });
      return verification;
    },
  );
};

async function verify(ask: () => Promise<{ awsAccountId: string; arn: string }>): Promise<AccountVerification> {
  try {
    return { ok: true, ...(await ask()), error: null };
  } catch (error) {
    if (!(error instanceof WindlassError)) throw error;
    return { ok: false, awsAccountId: null, arn: null, error: error.toProblemDetail() };
  }
}

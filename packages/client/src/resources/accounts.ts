import {
  accountSchema,
  accountVerificationSchema,
  type CreateAccount,
  type UpdateAccount,
} from "@windlass/contracts/account";
import { pageSchema } from "@windlass/contracts/page";
import type { PageInput } from "../address.js";
import { apiPath } from "../api-path.js";
import { noAnswer, type CallOptions, type Http } from "../http.js";

const accountPage = pageSchema(accountSchema);

/** AWS accounts, named by their name. */
export function accountsResource(http: Http) {
  return {
    list: (page: PageInput = {}, options: CallOptions = {}) =>
      http.get("/api/accounts", { schema: accountPage, query: { ...page }, ...options }),
    get: (account: string, options: CallOptions = {}) => http.get(apiPath`/api/accounts/${account}`, { schema: accountSchema, ...options }),
    create: (input: CreateAccount, options: CallOptions = {}) =>
      http.post("/api/accounts", { schema: accountSchema, body: input, ...options }),
    update: (account: string, input: UpdateAccount, options: CallOptions = {}) =>
      http.patch(apiPath`/api/accounts/${account}`, { schema: accountSchema, body: input, ...options }),
    delete: (account: string, options: CallOptions = {}) =>
      http.delete(apiPath`/api/accounts/${account}`, { schema: noAnswer, ...options }),
    /** Asks AWS who the account's credentials are; a refusal is an answer with `ok: false`, not an error. */
    verify: (account: string, options: CallOptions = {}) =>
      http.post(apiPath`/api/accounts/${account}/verification`, { schema: accountVerificationSchema, ...options }),
  };
}

import { pageSchema } from "@windlass/contracts/page";
import { createdTokenSchema, tokenSchema, type createTokenSchema } from "@windlass/contracts/token";
import type { z } from "zod";
import type { PageInput } from "../address.js";
import { apiPath } from "../api-path.js";
import { noAnswer, type CallOptions, type Http } from "../http.js";

const tokenPage = pageSchema(tokenSchema);
export type CreateTokenInput = z.input<typeof createTokenSchema>;

/** The caller's own API tokens. The token itself is only in the answer that created it. */
export function tokensResource(http: Http) {
  return {
    list: (page: PageInput = {}, options: CallOptions = {}) =>
      http.get("/api/tokens", { schema: tokenPage, query: { ...page }, ...options }),
    create: (input: CreateTokenInput, options: CallOptions = {}) =>
      http.post("/api/tokens", { schema: createdTokenSchema, body: input, ...options }),
    delete: (id: string, options: CallOptions = {}) => http.delete(apiPath`/api/tokens/${id}`, { schema: noAnswer, ...options }),
  };
}

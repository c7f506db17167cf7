import { setupStatusSchema, type CreateAdministrator } from "@windlass/contracts/user";
import { noAnswer, type CallOptions, type Http } from "../http.js";

/** The first run: whether the administrator is still to be created, and creating it with the one-time token. */
export function setupResource(http: Http) {
  return {
    get: (options: CallOptions = {}) => http.get("/api/setup", { schema: setupStatusSchema, ...options }),
    createAdministrator: (input: CreateAdministrator, options: CallOptions = {}) =>
      http.post("/api/setup", { schema: noAnswer, body: input, ...options }),
  };
}

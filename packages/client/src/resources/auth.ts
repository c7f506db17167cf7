import type { SignIn } from "@windlass/contracts/user";
import { noAnswer, type CallOptions, type Http } from "../http.js";

/** Sign-in by e-mail address and password. The session is the cookie that the answer sets. */
export function authResource(http: Http) {
  return {
    signIn: (input: SignIn, options: CallOptions = {}) =>
      http.post("/api/auth/sign-in/email", { schema: noAnswer, body: input, ...options }),
    signOut: (options: CallOptions = {}) => http.post("/api/auth/sign-out", { schema: noAnswer, body: {}, ...options }),
  };
}

import { WindlassError } from "@windlass/contracts/error";
import type { SignIn } from "@windlass/contracts/user";
import type { FastifyReply, FastifyRequest } from "fastify";
import { callLibrary } from "../../plugins/authentication/call-library.js";
import { requestHeaders } from "../../plugins/authentication/request-headers.js";

/** Checks a password and sets the session's cookie on the answer. Throws `unauthenticated`, the same for a wrong address as for a wrong password. */
export async function signInWithPassword(request: FastifyRequest, reply: FastifyReply, body: SignIn): Promise<void> {
  const answer = await callLibrary(request.server.auth, (library) => library.signInEmail({ body, headers: requestHeaders(request), asResponse: true }));
  if (answer.status >= 500) throw new WindlassError("unavailable", "Signing in did not work.");
  if (!answer.ok) {
    throw new WindlassError("unauthenticated", "The e-mail address or the password is wrong.", { hint: "Check both, and try again." });
  }
  for (const cookie of answer.headers.getSetCookie()) reply.header("set-cookie", cookie);
}

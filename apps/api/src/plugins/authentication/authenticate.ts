import { roleSchema } from "@windlass/contracts/permission";
import type { Database } from "@windlass/database/database";
import { resolveToken } from "@windlass/operations/token/resolve-token";
import { resolveSession } from "@windlass/operations/user/resolve-session";
import type { FastifyRequest } from "fastify";
import { callLibrary } from "./call-library.js";
import type { Caller } from "./caller.js";
import { dueWhenLeftSeconds, type Auth } from "./create-auth.js";
import { requestHeaders } from "./request-headers.js";
import { readSessionToken, type SessionCookie } from "./session-cookie.js";

export type AuthenticateInput = { db: Database; auth: Auth; cookie: SessionCookie };

/**
 * Who makes a request: by the API token of its Authorization header when there is one, whatever else it carries,
 * else by its session cookie. Null for nobody.
 */
export async function authenticate(input: AuthenticateInput, request: FastifyRequest): Promise<Caller | null> {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) return byToken(input.db, authorization);
  if (cookie === undefined) return null;
  return (await bySession(input, cookie)) ?? (await byLibrary(input, request));
}

/** The common case in one statement: a session that has begun and is not yet due to be made longer. */
async function bySession({ db, cookie }: AuthenticateInput, header: string): Promise<Caller | null> {
  const token = readSessionToken(cookie, header);
  const found = token === null ? null : await resolveSession(db, { token, leftSeconds: dueWhenLeftSeconds });
  if (!found) return null;
  const { context, sessionId, email } = found;
  return { context, name: context.actor.label, email, accessIds: [sessionId, context.userId] };
}

/** All other cases: better-auth makes sessions longer and tidies up those that have ended. */
async function byLibrary({ db, auth }: AuthenticateInput, request: FastifyRequest): Promise<Caller | null> {
  const found = await callLibrary(auth, (library) => library.getSession({ headers: requestHeaders(request) }));
  if (!found) return null;
  const { user, session } = found;
  return {
    context: { db, actor: { type: "user", id: user.id, label: user.name }, role: roleSchema.parse(user.role), userId: user.id },
    name: user.name,
    email: user.email,
    accessIds: [session.id, user.id],
  };
}

async function byToken(db: Database, authorization: string): Promise<Caller | null> {
  const token = /^Bearer ([^\s]+)$/i.exec(authorization)?.[1];
  const found = token === undefined ? null : await resolveToken(db, token);
  return found && { context: found.context, name: found.name, email: found.email, accessIds: [found.tokenId, found.context.userId] };
}

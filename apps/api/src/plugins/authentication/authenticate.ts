import { roleSchema } from "@windlass/contracts/permission";
import type { Database } from "@windlass/database/database";
import { resolveToken } from "@windlass/operations/token/resolve-token";
import type { FastifyRequest } from "fastify";
import type { Caller } from "./caller.js";
import type { Auth } from "./create-auth.js";
import { requestHeaders } from "./request-headers.js";

export type AuthenticateInput = { db: Database; auth: Auth };

/**
 * Who makes a request: by the API token of its Authorization header when there is one, whatever else it carries,
 * else by its session cookie. Null for nobody.
 */
export async function authenticate({ db, auth }: AuthenticateInput, request: FastifyRequest): Promise<Caller | null> {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) return byToken(db, authorization);
  if (cookie === undefined) return null;
  const found = await auth.api.getSession({ headers: requestHeaders(request) });
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

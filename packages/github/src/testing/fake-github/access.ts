import { verify } from "node:crypto";
import { at } from "./json.js";
import { FakeError, type FakeApp, type FakeRepository, type FakeState, type FakeToken } from "./state.js";

const longestJwtSeconds = 600;
/** GitHub forgives a clock that is a minute ahead. */
const leewaySeconds = 60;

/** The App whose key signed the request's JWT: RS256, issued by its id or client id, valid for ten minutes at most. */
export function appOf(state: FakeState, authorization: string | undefined): FakeApp {
  const jwt = /^bearer (.+)$/i.exec(authorization ?? "")?.[1] ?? "";
  const [header = "", claims = "", signature = ""] = jwt.split(".");
  const payload = decode(claims);
  const issuer = String(at(payload, "iss"));
  const app = state.apps.find(({ id, clientId }) => String(id) === issuer || clientId === issuer);
  const isSigned = app && at(decode(header), "alg") === "RS256" && verify("RSA-SHA256", Buffer.from(`${header}.${claims}`), app.publicKey, Buffer.from(signature, "base64url"));
  if (!app || !isSigned) throw new FakeError(401, "A JSON web token could not be decoded");
  const now = Date.now() / 1000;
  const issuedAt = Number(at(payload, "iat"));
  const expiresAt = Number(at(payload, "exp"));
  if (!(expiresAt > now)) throw new FakeError(401, "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires");
  if (expiresAt > now + longestJwtSeconds + leewaySeconds) throw new FakeError(401, "'Expiration time' claim ('exp') is too far in the future");
  if (!(issuedAt <= now + leewaySeconds)) throw new FakeError(401, "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued");
  return app;
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

/** The installation token of a request. */
export function tokenOf(state: FakeState, authorization: string | undefined): FakeToken {
  const value = /^(?:token|bearer) (.+)$/i.exec(authorization ?? "")?.[1];
  const token = findToken(state, value);
  if (!token) throw new FakeError(401, value === undefined ? "Requires authentication" : "Bad credentials");
  return token;
}

export function findToken(state: FakeState, value: string | undefined): FakeToken | null {
  const token = state.tokens.find((known) => known.value === value && known.expiresAtMs > Date.now());
  if (!token || token.installation.suspended || !state.installations.includes(token.installation)) return null;
  return token;
}

/** Whether a token reaches a repository; anybody reads a public one. */
export function reaches(token: FakeToken, repository: FakeRepository): boolean {
  const { account, selected } = token.installation;
  const isInstalled = account === repository.owner && (selected === null || selected.has(repository.id));
  return isInstalled && (token.repositories === null || token.repositories.has(repository.id));
}

export type Need = [permission: string, level: "read" | "write"];

/**
 * The repository that a request names, as its token may use it. What it does not reach does not exist for it; what its
 * permissions do not allow is "not accessible by integration", with the permission that would.
 */
export function repositoryOf(state: FakeState, input: { fullName: string; authorization: string | undefined; need: Need }): { repository: FakeRepository; token: FakeToken } {
  const token = tokenOf(state, input.authorization);
  const repository = state.repositories.find(({ fullName }) => fullName.toLowerCase() === input.fullName.toLowerCase());
  const [permission, level] = input.need;
  if (!repository) throw new FakeError(404, "Not Found");
  const isReached = reaches(token, repository);
  if (!isReached && (repository.isPrivate || level === "write")) throw new FakeError(404, "Not Found");
  const granted = token.permissions[permission];
  if (isReached && granted !== "write" && granted !== level) {
    throw new FakeError(403, "Resource not accessible by integration", { headers: { "x-accepted-github-permissions": `${permission}=${level}` } });
  }
  return { repository, token };
}

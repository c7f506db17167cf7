import { createHash, randomBytes } from "node:crypto";

const secretBytes = 32;
const shownCharacters = 10;
const tokenPattern = /^wl_[A-Za-z0-9_-]{43}$/;

/** A new token: 256 random bits, so that a fast hash is enough to keep it. */
export function makeToken(): { token: string; prefix: string; hash: Buffer<ArrayBuffer> } {
  const token = `wl_${randomBytes(secretBytes).toString("base64url")}`;
  return { token, prefix: token.slice(0, shownCharacters), hash: hashToken(token) };
}

export function hashToken(token: string): Buffer<ArrayBuffer> {
  return Buffer.from(createHash("sha256").update(token).digest());
}

/** Whether a text has the form of a token; what has not is refused without a look at the database. */
export function isTokenForm(text: string): boolean {
  return tokenPattern.test(text);
}

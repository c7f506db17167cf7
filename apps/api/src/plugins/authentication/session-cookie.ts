import { createHmac, timingSafeEqual } from "node:crypto";

/** What a session's cookie is called, and the key with which better-auth signs it. */
export type SessionCookie = { name: string; secret: string };

/**
 * The session's token in a Cookie header, when its signature is right: better-auth writes `<token>.<base64 of its
 * HMAC-SHA256>`, URL-encoded. Null for anything else, also for two cookies of the name.
 */
export function readSessionToken({ name, secret }: SessionCookie, header: string): string | null {
  const found = header.split(";").map((part) => part.trim()).filter((part) => part.startsWith(`${name}=`));
  const value = found.length === 1 ? decode(found[0]?.slice(name.length + 1) ?? "") : null;
  const parts = /^([\w-]+)\.([A-Za-z0-9+/]{43}=)$/.exec(value ?? "");
  if (parts?.[1] === undefined || parts[2] === undefined) return null;
  const expected = createHmac("sha256", secret).update(parts[1]).digest();
  return timingSafeEqual(expected, Buffer.from(parts[2], "base64")) ? parts[1] : null;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

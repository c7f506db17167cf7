import type { Keyring } from "../sealing.js";
import { secretForms } from "./secret-forms.js";

/**
 * How a form of a secret is remembered when the secret itself is not kept: 32 bytes of HMAC of the form, and 4 bytes of
 * the hash of how it begins, which find places worth the HMAC. Those are covered by a pad that only the master key
 * gives, so that nothing can be tried against them either.
 */
export type SecretDigest = { digest: Buffer<ArrayBuffer>; length: number };

/** A form is looked for by its first characters: so many, or all where it has fewer. */
export const longestStart = 8;

export const macBytes = 32;
const padBytes = 4;

/** What the keys of this module are made from. */
export type DigestKeys = Pick<Keyring, "derive" | "mac">;

/** The digests of every form of these secrets. */
export function digestsOf(secrets: readonly string[], keys: DigestKeys): SecretDigest[] {
  const table = startTable(keys);
  return [...new Set(secrets.flatMap(secretForms))].map((form) => {
    const mac = macOf(form, keys);
    const pad = padOf(mac, keys);
    pad.writeUInt32BE((pad.readUInt32BE() ^ startHash(form.slice(0, longestStart), table)) >>> 0);
    return { digest: Buffer.concat([mac, pad]), length: form.length };
  });
}

/** The parts of a stored digest, the pad taken off. Null for what is no digest. */
export function openDigest({ digest, length }: { digest: Uint8Array; length: number }, keys: DigestKeys): { mac: Buffer; start: number; length: number } | null {
  const bytes = Buffer.from(digest);
  if (bytes.length !== macBytes + padBytes) return null;
  const mac = bytes.subarray(0, macBytes);
  return { mac, start: (bytes.readUInt32BE(macBytes) ^ padOf(mac, keys).readUInt32BE()) >>> 0, length };
}

export function macOf(form: string, keys: DigestKeys): Buffer {
  return keys.mac("mask/form", form);
}

function padOf(mac: Buffer, keys: DigestKeys): Buffer<ArrayBuffer> {
  return Buffer.from(keys.mac("mask/pad", mac).subarray(0, padBytes));
}

/** A number per character, which nobody knows without the master key. */
export function startTable(keys: DigestKeys): Uint32Array {
  const bytes = keys.derive("mask/start", 1024);
  return Uint32Array.from({ length: 256 }, (_, index) => bytes.readUInt32BE(index * 4));
}

/** A cyclic polynomial: it rolls over a text, a character in and a character out. */
export function startHash(text: string, table: Uint32Array): number {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = rotate(hash, 1) ^ valueOf(text.charCodeAt(at), table);
  return hash >>> 0;
}

export function rotate(value: number, by: number): number {
  return ((value << by) | (value >>> (32 - by))) >>> 0;
}

export function valueOf(code: number, table: Uint32Array): number {
  return table[(code & 0xff) ^ (code >>> 8)] ?? 0;
}

import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import path from "node:path";
import { readOrCreateSecret } from "./secret-file.js";

/** Seals and opens what must not be readable in the database. */
export type Keyring = {
  /** `aad` names the place the value belongs to (`<table>/<id>/<field>`): moved to another place, it does not open. */
  seal(plaintext: string, aad: string): Buffer<ArrayBuffer>;
  /** Throws when the value was altered, moved or sealed under another key. */
  open(sealed: Uint8Array, aad: string): string;
  /** A keyed hash, hex: tells whether two values at the same place are equal without telling the values. */
  digest(plaintext: string, aad: string): string;
  /** HMAC-SHA-256 under a key of this purpose alone: tells equal values without telling the value. */
  mac(purpose: string, value: string | Uint8Array): Buffer;
  /** So many bytes that only the master key gives, for one purpose. */
  derive(purpose: string, bytes: number): Buffer;
};

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

/**
 * AES-256-GCM under the master key. Sealed form: version byte, 12 random bytes of nonce, 16 bytes of tag,
 * ciphertext. Throws when the key is not 32 bytes long.
 */
export function openKeyring({ masterKey }: { masterKey: Uint8Array }): Keyring {
  if (masterKey.length !== keyBytes) throw new Error(`The master key must be ${keyBytes} bytes long, not ${masterKey.length}.`);
  const derive = (purpose: string, bytes: number): Buffer => Buffer.from(hkdfSync("sha256", masterKey, "", `windlass/${purpose}`, bytes));
  const macKeys = new Map<string, Buffer>();
  const keyring: Keyring = {
    derive,
    mac(purpose, value) {
      const key = macKeys.get(purpose) ?? derive(purpose, keyBytes);
      macKeys.set(purpose, key);
      return createHmac("sha256", key).update(value).digest();
    },
    seal(plaintext, aad) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", masterKey, nonce).setAAD(Buffer.from(aad));
      const ciphertext = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), ciphertext]);
    },
    open(sealed, aad) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== version) throw new Error(`A sealed value has version ${bytes[0]}; this Windlass knows ${version}.`);
      if (bytes.length < 1 + nonceBytes + tagBytes) throw new Error("A sealed value is cut short.");
      const nonce = bytes.subarray(1, 1 + nonceBytes);
      const tag = bytes.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
      const decipher = createDecipheriv("aes-256-gcm", masterKey, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(aad)).setAuthTag(tag);
      const ciphertext = bytes.subarray(1 + nonceBytes + tagBytes);
      return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString("utf8");
    },
    digest: (plaintext, aad) => keyring.mac("digest", `${aad.length}:${aad}${plaintext}`).toString("hex"),
  };
  return keyring;
}

/**
 * The master key: `WINDLASS_MASTER_KEY` (32 bytes as base64), else the file `master.key` of the data folder, which
 * is made on the first call, readable by its owner only. Throws when either is malformed or the file is open to others.
 */
export async function loadMasterKey(options: { dataDir: string; env: NodeJS.ProcessEnv }): Promise<Buffer> {
  const given = options.env["WINDLASS_MASTER_KEY"];
  const text = given ?? (await readOrCreateSecret(path.join(options.dataDir, "master.key"), () => randomBytes(keyBytes).toString("base64")));
  const key = Buffer.from(text, "base64");
  if (key.length !== keyBytes) {
    throw new Error(`${given === undefined ? "master.key in the data folder" : "WINDLASS_MASTER_KEY"} must hold ${keyBytes} bytes as base64.`);
  }
  return key;
}

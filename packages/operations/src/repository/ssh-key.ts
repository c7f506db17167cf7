import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";

export type SshKeyPair = {
  /** One line, as hosts take it. */
  publicKey: string;
  /** In OpenSSH's own format: of Ed25519 it reads no other. */
  privateKey: string;
};

const type = "ssh-ed25519";
const keyBytes = 32;

/** Makes an Ed25519 key pair that has no passphrase. `comment` says in the list of a host whose it is. */
export function makeSshKeyPair(comment: string): SshKeyPair {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { d = "", x = "" } = privateKey.export({ format: "jwk" });
  const [seed, point] = [Buffer.from(d, "base64url"), Buffer.from(x, "base64url")];
  if (seed.length !== keyBytes || point.length !== keyBytes) throw new Error("The key that was made is no Ed25519 key.");
  const publicBlob = Buffer.concat([string(type), string(point)]);
  return { publicKey: `${type} ${publicBlob.toString("base64")} ${comment}`, privateKey: privateFile({ publicBlob, seed, point, comment }) };
}

/** What OpenSSH calls `openssh-key-v1`: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key */
function privateFile({ publicBlob, seed, point, comment }: { publicBlob: Buffer; seed: Buffer; point: Buffer; comment: string }): string {
  const check = randomBytes(4);
  const unpadded = Buffer.concat([check, check, publicBlob, string(Buffer.concat([seed, point])), string(comment)]);
  const padding = Buffer.from(Array.from({ length: (8 - (unpadded.length % 8)) % 8 }, (_, index) => index + 1));
  const one = Buffer.from([0, 0, 0, 1]);
  const whole = Buffer.concat([Buffer.from("openssh-key-v1\0"), string("none"), string("none"), string(""), one, string(publicBlob), string(Buffer.concat([unpadded, padding]))]);
  const lines = whole.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join("\n");
}

/** A string as SSH writes it: its length, then its bytes. */
function string(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** The fingerprint of a public key, as `ssh-keygen -l` and the hosts' pages show it. */
export function sshFingerprint(publicKey: string): string {
  const blob = Buffer.from(publicKey.split(" ")[1] ?? "", "base64");
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

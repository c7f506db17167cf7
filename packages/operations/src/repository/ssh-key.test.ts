import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { expect, test } from "vitest";
import { makeSshKeyPair, sshFingerprint } from "./ssh-key.js";

test("a key pair is one pair, in the forms that OpenSSH reads", () => {
  const { publicKey, privateKey } = makeSshKeyPair("windlass-1");
  expect(publicKey).toMatch(/^ssh-ed25519 [A-Za-z0-9+/]{68} windlass-1$/);
  const body = Buffer.from(privateKey.split("\n").slice(1, -2).join(""), "base64");
  expect(body.subarray(0, 15).toString()).toBe("openssh-key-v1\0");
  // The private section: two equal check numbers, type, point, seed and point, comment, and padding that counts.
  const section = body.subarray(body.length - 144);
  expect(section.subarray(0, 4)).toEqual(section.subarray(4, 8));
  expect(section.length % 8).toBe(0);
  const seedAt = 8 + 4 + 11 + 4 + 32 + 4;
  const [seed, point] = [section.subarray(seedAt, seedAt + 32), section.subarray(seedAt + 32, seedAt + 64)];
  const jwk = { kty: "OKP", crv: "Ed25519", x: point.toString("base64url") };
  const signed = sign(null, Buffer.from("x"), createPrivateKey({ key: { ...jwk, d: seed.toString("base64url") }, format: "jwk" }));
  expect(verify(null, Buffer.from("x"), createPublicKey({ key: jwk, format: "jwk" }), signed)).toBe(true);
  expect(Buffer.from(publicKey.split(" ")[1] ?? "", "base64").subarray(-32)).toEqual(point);
  expect(makeSshKeyPair("windlass-1").publicKey).not.toBe(publicKey);
});

test("a fingerprint is the one that GitHub publishes for its key", () => {
  expect(sshFingerprint("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl")).toBe("SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU");
});

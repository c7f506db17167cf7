import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openKeyring } from "../sealing.js";
import { createDigestMasker } from "./digest-masker.js";
import { createMasker, mask } from "./masker.js";
import { digestsOf } from "./secret-digest.js";
import { secretForms } from "./secret-forms.js";

const keys = openKeyring({ masterKey: new Uint8Array(32).fill(7) });
/** Of characters that URLs write in another way, so that there are as many forms in every run. */
const pem = `-----BEGIN KEY-----\n${"Ab+/9z".repeat(10)}AA==\n${"c/D8+x".repeat(10)}BB==\n-----END KEY-----`;
const secrets = ["s3cr3t/Val+ue=with&signs", "another-secret", "short", "abcd", "пароль-для-всех", "with \"quotes\"\nand lines of text", pem];
const masker = createDigestMasker(digestsOf(secrets, keys), keys);

describe("masking by digests (S09)", () => {
  it.each([...new Set(secrets.flatMap(secretForms))].map((form) => [form]))("finds the form %j as the masker with the values does", (form) => {
    const text = `before ${form} after`;
    expect(masker.text(text)).toBe(createMasker(secrets).text(text));
    expect(masker.text(text)).toContain(mask);
  });

  it("finds a secret wherever it stands, several of them, and the longer of two that begin alike", () => {
    expect(masker.text("abcd")).toBe(mask);
    expect(masker.text("another-secretshort")).toBe(`${mask}${mask}`);
    const alike = createDigestMasker(digestsOf(["password", "password-1"], keys), keys);
    expect(alike.text("password-1 password-2")).toBe(`${mask} ${mask}-2`);
  });

  it("leaves other text as it is, also text that begins like a secret", () => {
    const text = "another-secre t, s3cr3t/V, abc, npm ci added 3 packages";
    expect(masker.text(text)).toBe(text);
    expect(createDigestMasker([], keys).text("another-secret")).toBe("another-secret");
  });

  it("reaches texts and keys inside a value, as asked", () => {
    const value = { "another-secret": ["a short b"], n: 1, none: null };
    expect(masker.json(value)).toEqual({ "another-secret": [`a ${mask} b`], n: 1, none: null });
    expect(masker.tree(value)).toEqual({ [mask]: [`a ${mask} b`], n: 1, none: null });
  });

  it("keeps nothing that tells a secret without the master key", () => {
    const [first] = digestsOf(["another-secret"], keys);
    const others = openKeyring({ masterKey: new Uint8Array(32).fill(8) });
    expect(digestsOf(["another-secret"], keys)[0]?.digest.equals(first?.digest ?? Buffer.alloc(0))).toBe(true);
    expect(digestsOf(["another-secret"], others)[0]?.digest.equals(first?.digest ?? Buffer.alloc(0))).toBe(false);
    expect(createDigestMasker(digestsOf(["another-secret"], keys), others).text("another-secret")).toBe("another-secret");
  });

  it("costs no more with many secrets than with few, for text without secrets", () => {
    const many = Array.from({ length: 400 }, () => randomBytes(20).toString("base64"));
    const text = randomBytes(200_000).toString("base64");
    const timeOf = (count: number): number => {
      const one = createDigestMasker(digestsOf(many.slice(0, count), keys), keys);
      one.text(text);
      const took = Array.from({ length: 5 }, () => {
        const from = performance.now();
        one.text(text);
        return performance.now() - from;
      });
      return Math.min(...took);
    };
    expect(timeOf(400)).toBeLessThan(timeOf(5) * 6 + 20);
  });
});

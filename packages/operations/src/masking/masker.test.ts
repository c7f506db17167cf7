import { describe, expect, it } from "vitest";
import { createMasker, mask } from "./masker.js";

const secret = "s3cr3t/Val+ue=with&signs";
const masker = createMasker([secret, "another-secret", "short", "abc"]);

describe("masking (S09)", () => {
  it.each([
    ["as it is", secret],
    ["in a sentence", `token is ${secret}, keep it`],
    ["URL-encoded", encodeURIComponent(secret)],
    ["JSON-escaped", JSON.stringify({ value: secret })],
    ["in hex", Buffer.from(secret).toString("hex")],
    ["in base64", Buffer.from(secret).toString("base64")],
    ["in base64url", Buffer.from(secret).toString("base64url")],
    ["in base64 behind one byte", Buffer.from(`:${secret}`).toString("base64")],
    ["in base64 behind two bytes", Buffer.from(`x:${secret}!`).toString("base64")],
    ["in the base64 of basic authentication", Buffer.from(`x-access-token:${secret}`).toString("base64")],
  ])("hides a secret %s", (_form, text) => {
    const masked = masker.text(text);
    expect(masked).toContain(mask);
    expect(masked).not.toContain(secret);
    // At most the digits that the secret shares with its neighbours are left of a base64 form.
    const decoded = Buffer.from(masked.replaceAll(mask, ""), "base64").toString("latin1");
    expect(decoded).not.toContain(secret.slice(3, -3));
  });

  it("does not tell how long a secret is, and keeps the rest of the text", () => {
    expect(masker.text(`a ${secret} b another-secret c short.`)).toBe(`a ${mask} b ${mask} c ${mask}.`);
  });

  it("hides each line of a secret that has several", () => {
    const key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\n9w0BAQEFAASCBKcwggSj\n-----END KEY-----";
    const pem = createMasker([key]);
    expect(pem.text("> 9w0BAQEFAASCBKcwggSj")).toBe(`> ${mask}`);
  });

  it("leaves text without secrets as it is, and values too short to tell from text", () => {
    const text = "npm ci added 3 packages abc";
    expect(masker.text(text)).toBe(text);
    expect(createMasker([]).text(secret)).toBe(secret);
  });

  it("reaches every text inside a value", () => {
    expect(masker.json({ message: `no ${secret}`, places: [{ line: 3, text: "short" }], at: null })).toEqual({
      message: `no ${mask}`,
      places: [{ line: 3, text: mask }],
      at: null,
    });
  });

  it("prefers the longer of two secrets that begin alike", () => {
    expect(createMasker(["pass", "password-1"]).text("password-1 pass")).toBe(`${mask} ${mask}`);
  });

  it("hides what it learns of later, the longer of two forms first", () => {
    const growing = createMasker([]);
    expect(growing.text("a parameter-value-1 b")).toBe("a parameter-value-1 b");
    growing.add(["parameter-value"]);
    growing.add(["parameter-value-1"]);
    expect(growing.text("a parameter-value-1 b parameter-value c")).toBe(`a ${mask} b ${mask} c`);
    expect(growing.longest).toBeGreaterThanOrEqual("parameter-value-1".length);
  });

  it("finds each form wherever it stands, however long the others are", () => {
    const forms = ["four", "a-longer-secret", "x".repeat(200), "grün-und-€-lang"];
    for (const known of [forms, forms.slice(1), forms.slice(2, 3)]) {
      const masker = createMasker(known);
      const texts = known.flatMap((form) => Array.from({ length: 70 }, (_, before) => ({ form, before })));
      for (const { form, before } of texts) expect(masker.text(`${"-".repeat(before)}${form}|${form}`)).toBe(`${"-".repeat(before)}${mask}|${mask}`);
    }
  });
});

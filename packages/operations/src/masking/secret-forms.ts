import { toUSVString } from "node:util";

/** Shorter values cannot be told from ordinary text, so they are not masked. */
export const shortestSecret = 4;

/**
 * Every form in which a secret may show up in a log: as it is, line by line, URL-encoded, JSON-escaped, in hex, and
 * in base64 and base64url at any of the three offsets at which it may stand inside a longer encoded text.
 */
export function secretForms(secret: string): string[] {
  const forms = new Set<string>();
  for (const value of [secret, secret.trim(), ...linesOf(secret)]) {
    if (value.length < shortestSecret) continue;
    forms.add(value);
    forms.add(encodeUrl(value));
    forms.add(encodeUrl(value).replaceAll("%20", "+"));
    forms.add(JSON.stringify(value).slice(1, -1));
    const bytes = Buffer.from(value, "utf8");
    forms.add(bytes.toString("hex"));
    forms.add(bytes.toString("hex").toUpperCase());
    for (const encoded of base64Forms(bytes)) forms.add(encoded);
  }
  return [...forms].filter((form) => form.length >= shortestSecret);
}

/** The lines of a multi-line secret, such as a PEM key: a build prints them one by one. */
function linesOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  return lines.length > 1 ? lines.filter((line) => line.length >= 8 && !line.startsWith("-----")) : [];
}

function encodeUrl(value: string): string {
  // encodeURIComponent throws on half a surrogate pair.
  return encodeURIComponent(toUSVString(value));
}

/**
 * The base64 digits that depend on the secret alone, for each of the three ways in which it can be aligned. The
 * first and last digits are shared with the neighbouring bytes and are left out.
 */
function base64Forms(bytes: Buffer): string[] {
  const forms: string[] = [];
  for (let offset = 0; offset < 3; offset += 1) {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64").replace(/=+$/, "");
    const sharedAtStart = offset === 0 ? 0 : offset + 1;
    const sharedAtEnd = (offset + bytes.length) % 3 === 0 ? 0 : 1;
    const own = encoded.slice(sharedAtStart, encoded.length - sharedAtEnd);
    // A short piece would be found in innocent text too.
    if (own.length < 6) continue;
    forms.push(own, own.replaceAll("+", "-").replaceAll("/", "_"));
  }
  return forms;
}

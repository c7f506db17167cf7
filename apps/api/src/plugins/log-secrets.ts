import { Readable } from "node:stream";
import type { Masker } from "@windlass/operations/masking/masker";
import fastifyPlugin from "fastify-plugin";
import { z } from "zod";

/** The fields of requests that bring secrets, wherever they stand. */
const secretFields = new Set(["accessToken", "password", "secretAccessKey"]);
const secretParameterSchema = z.object({ secret: z.literal(true), value: z.string() });

/** What requests bring of secrets is masked in the log from then on, whatever error or library would print it. */
export const logSecrets = fastifyPlugin<{ masker: Masker }>(async function logSecrets(app, { masker }) {
  app.addHook("preHandler", async (request) => {
    // What is read as it comes has no fields.
    const secrets = request.body instanceof Readable ? [] : secretsIn(request.body);
    if (secrets.length > 0) masker.add(secrets);
  });
});

/** The secrets of a request's body. One that was left as bytes, such as a webhook's, has no fields: each byte would be taken for one. */
export function secretsIn(body: unknown): string[] {
  if (typeof body !== "object" || body === null || ArrayBuffer.isView(body)) return [];
  const parameter = secretParameterSchema.safeParse(body);
  if (parameter.success) return [parameter.data.value];
  return Object.entries(body).flatMap(([name, value]) => (typeof value === "string" ? (secretFields.has(name) ? [value] : []) : secretsIn(value)));
}

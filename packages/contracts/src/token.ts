import { z } from "zod";
import { idSchema, timestampSchema } from "./name.js";

/** An API token as it is shown: the secret part exists only in the answer that created it. */
export const tokenSchema = z.object({
  id: idSchema,
  name: z.string(),
  prefix: z.string(),
  lastUsedAt: timestampSchema.nullable(),
  expiresAt: timestampSchema.nullable(),
  createdAt: timestampSchema,
});
export type Token = z.infer<typeof tokenSchema>;

export const createTokenSchema = z.object({
  name: z.string().trim().min(1).max(100),
  expiresInDays: z.number().int().min(1).max(365).nullable().default(90),
});
export type CreateToken = z.infer<typeof createTokenSchema>;
export const createdTokenSchema = tokenSchema.extend({ token: z.string() });
export type CreatedToken = z.infer<typeof createdTokenSchema>;

import { z } from "zod";
import { permissions, roleSchema, type Permission } from "./permission.js";

export const emailSchema = z.email().max(200);
export const passwordSchema = z.string().min(12, "Use at least 12 characters.").max(128);

/** Who is signed in, and what they may do. */
export const meSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  permissions: z.array(z.enum(Object.keys(permissions) as [Permission, ...Permission[]])),
});
export type Me = z.infer<typeof meSchema>;

/** What a person says of themselves. */
export const profileSchema = z.object({
  /** Their login on GitHub; in small letters where it is read. */
  githubLogin: z.string().regex(/^[A-Za-z\d](?:[A-Za-z\d]|[-_](?=[A-Za-z\d])){0,98}$/, "Use the login that GitHub shows, without @.").nullable(),
});
export type Profile = z.infer<typeof profileSchema>;

/** Whether the instance still needs its administrator, and what it offers. */
export const setupStatusSchema = z.object({ required: z.boolean(), sandbox: z.boolean(), version: z.string() });
export type SetupStatus = z.infer<typeof setupStatusSchema>;

export const createAdministratorSchema = z.object({
  token: z.string().min(1),
  name: z.string().trim().min(1).max(100),
  email: emailSchema,
  password: passwordSchema,
});
export type CreateAdministrator = z.infer<typeof createAdministratorSchema>;

export const signInSchema = z.object({ email: emailSchema, password: z.string().min(1).max(128) });
export type SignIn = z.infer<typeof signInSchema>;

import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { CliIo } from "../io.js";

const loginSchema = z.object({ server: z.string(), token: z.string(), email: z.string().optional(), expiresAt: z.string().nullable().optional() });
/** What `windlass login` keeps. */
export type Login = z.infer<typeof loginSchema>;

/** `login.json` in the user's configuration folder for Windlass. */
export function loginPath(env: CliIo["env"]): string {
  const base = env["XDG_CONFIG_HOME"] || (process.platform === "win32" && env["APPDATA"]) || join(env["HOME"] ?? homedir(), ".config");
  return join(base, "windlass", "login.json");
}

/** The stored login, or null when there is none or it cannot be read as one: then `windlass login` writes it anew. */
export function readLogin(env: CliIo["env"]): Login | null {
  try {
    return loginSchema.parse(JSON.parse(readFileSync(loginPath(env), "utf8")));
  } catch {
    return null;
  }
}

/** Stores a login for this user alone (0600), in one step, so that a reader never sees half of it. */
export function writeLogin(env: CliIo["env"], login: Login): string {
  const path = loginPath(env);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(login, null, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, path);
  return path;
}

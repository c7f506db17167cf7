import { WindlassError } from "@windlass/contracts/error";
import { ensureSandboxAccount } from "@windlass/operations/account/ensure-sandbox-account";
import { systemContext } from "@windlass/operations/context";
import { createAdministrator } from "@windlass/operations/user/create-administrator";
import { hashPassword } from "better-auth/crypto";
import type { FastifyInstance } from "fastify";
import type { Env } from "./env.js";

/** Makes what a start promises: the sandbox's account, and the administrator that the environment names. */
export async function ensureFirstRows(app: FastifyInstance, env: Env): Promise<void> {
  const context = systemContext(app.db, "start");
  if (env.WINDLASS_SANDBOX_URL !== undefined) await ensureSandboxAccount(context, { endpointUrl: env.WINDLASS_SANDBOX_URL });
  const { WINDLASS_ADMIN_EMAIL: email, WINDLASS_ADMIN_PASSWORD: password } = env;
  if (email === undefined || password === undefined) return;
  try {
    await createAdministrator(context, { name: "Administrator", email, passwordHash: await hashPassword(password) });
  } catch (error) {
    if (!(error instanceof WindlassError) || error.code !== "setup_done") throw error;
  }
}

import type { Actor } from "@windlass/contracts/actor";
import { WindlassError } from "@windlass/contracts/error";
import { may, permissions, type Permission, type Role } from "@windlass/contracts/permission";
import type { Database } from "@windlass/database/database";

/** On whose behalf an operation runs, and with what rights. */
export type OperationContext = { db: Database; actor: Actor; role: Role };

/** Throws `forbidden` when the context's role does not include `permission`. The first line of every operation. */
export function authorize(context: OperationContext, permission: Permission): void {
  if (may(context.role, permission)) return;
  throw new WindlassError("forbidden", `This needs the role ${permissions[permission]}; ${context.actor.label} has the role ${context.role}.`);
}

/** The context of Windlass itself: `id` names the part that acts, such as a worker. */
export function systemContext(db: Database, id: string): OperationContext {
  return { db, actor: { type: "system", id, label: "Windlass" }, role: "admin" };
}

/** The context of what a webhook delivery causes. */
export function webhookContext(db: Database, delivery: { id: string; label: string }): OperationContext {
  return { db, actor: { type: "webhook", ...delivery }, role: "developer" };
}

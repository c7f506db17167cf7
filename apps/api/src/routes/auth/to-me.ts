import { may, permissions, type Permission } from "@windlass/contracts/permission";
import type { Me } from "@windlass/contracts/user";
import type { Caller } from "../../plugins/authentication/caller.js";

/** A caller as it is told who it is. */
export function toMe({ context, name, email }: Caller): Me {
  const all = Object.keys(permissions) as Permission[];
  return { id: context.userId, name, email, role: context.role, permissions: all.filter((permission) => may(context.role, permission)) };
}

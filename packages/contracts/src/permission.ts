import { z } from "zod";

/** Roles, weakest first; each may do what the ones before it may. */
export const roles = ["viewer", "developer", "operator", "admin"] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** Every permission and the weakest role that has it. A route or operation names exactly one. */
export const permissions = {
  "service:read": "viewer",
  "service:create": "developer",
  "service:update": "developer",
  "service:delete": "operator",
  "stage:create": "developer",
  "stage:update": "developer",
  "stage:delete": "operator",
  "deployment:read": "viewer",
  "deployment:create": "developer",
  "deployment:rollback": "developer",
  "deployment:cancel": "developer",
  "deployment:remove": "operator",
  "deployment:approve": "developer",
  "deployment:promote": "developer",
  "stage:freeze": "operator",
  "stage:override_freeze": "operator",
  "stage:repair": "operator",
  "release:pin": "developer",
  "drift:read": "viewer",
  "drift:check": "developer",
  "drift:accept": "operator",
  "metric:read": "viewer",
  "repository:read": "viewer",
  "repository:manage": "developer",
  "account:read": "viewer",
  "account:manage": "admin",
  "delivery:read": "viewer",
  "delivery:process": "developer",
  "token:manage": "viewer",
  "profile:manage": "viewer",
  "audit:read": "admin",
  "settings:manage": "admin",
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof permissions;

/** Whether `role` includes `permission`. */
export function may(role: Role, permission: Permission): boolean {
  return roles.indexOf(role) >= roles.indexOf(permissions[permission]);
}

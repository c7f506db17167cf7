import { randomUUID } from "node:crypto";
import type { Role } from "@windlass/contracts/permission";
import type { Database } from "@windlass/database/database";
import { createToken } from "@windlass/operations/token/create-token";

/** An API token of a person of this role, who is made for it. */
export async function makeToken(db: Database, role: Role): Promise<string> {
  const id = randomUUID();
  await db.prisma.user.create({ data: { id, name: `The ${role}`, email: `${role}-${id}@example.org`, role } });
  const context = { db, actor: { type: "user", id, label: `The ${role}` }, role, userId: id } as const;
  return (await createToken(context, { name: "test", expiresInDays: null })).token;
}

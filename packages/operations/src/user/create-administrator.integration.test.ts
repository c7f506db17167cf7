import { openDatabase } from "@windlass/database/database";
import { createTestDatabase } from "@windlass/database/test-database";
import { expect, inject, test } from "vitest";
import { systemContext } from "../context.js";
import { createAdministrator } from "./create-administrator.js";

// PROOFS S33
test("lets one in, of thirty that try at once", async () => {
  const database = await createTestDatabase(inject("databaseUrl"));
  const db = openDatabase({ url: database.url });
  try {
    const context = systemContext(db, "test");
    const attempts = await Promise.allSettled(
      Array.from({ length: 30 }, (_, n) => createAdministrator(context, { name: "Ada", email: `ada${n}@example.org`, passwordHash: "x" })),
    );
    const refused = attempts.filter((attempt) => attempt.status === "rejected");
    expect(refused).toHaveLength(29);
    expect(new Set(refused.map(({ reason }) => reason.code))).toEqual(new Set(["setup_done"]));
    expect(await db.prisma.user.count()).toBe(1);
    expect(await db.prisma.identity.count()).toBe(1);
  } finally {
    await db.close();
    await database.drop();
  }
});

const uniqueViolation = "23505";

/** The SQLSTATE of what Postgres refused, through node-postgres; null for any other error. */
export function sqlState(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === uniqueViolation;
}

/** Whether Prisma reports a unique violation (P2002). */
export function isPrismaUniqueViolation(error: unknown): boolean {
  return sqlState(error) === "P2002";
}

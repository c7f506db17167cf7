/**
 * SQLSTATE classes and codes, and Node's and Prisma's codes, that mean "the database is not there now".
 * https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
const unavailableCodes = new Set([
  "ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN", "ENOENT",
  "57P01", "57P02", "57P03", "53300", "57014",
  "P1001", "P1002", "P1008", "P1017", "P2024", "P2028",
]);

/** What node-postgres throws without a code; Prisma writes its own words before it. */
const unavailableMessages = [
  /\bConnection terminated/,
  /\btimeout exceeded when trying to connect/,
  /\bClient has encountered a connection error/,
  /\bClient was closed and is not queryable/,
  /\bQuery read timeout/,
  /Can't reach database server/,
];

/** Whether `error`, or what caused it, says that the database cannot be reached or cannot take more work now. */
export function isUnavailable(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < 5 && typeof current === "object" && current !== null; depth += 1) {
    const { code, originalCode, message, cause, meta } = current as Partial<Record<string, unknown>>;
    if (isUnavailableCode(code) || isUnavailableCode(originalCode)) return true;
    if (typeof message === "string" && unavailableMessages.some((pattern) => pattern.test(message))) return true;
    current = cause ?? driverErrorOf(meta);
  }
  return false;
}

/** Where Prisma keeps what Postgres said, under a code of its own that means any error. */
function driverErrorOf(meta: unknown): unknown {
  return typeof meta === "object" && meta !== null && "driverAdapterError" in meta ? meta.driverAdapterError : null;
}

function isUnavailableCode(code: unknown): boolean {
  return typeof code === "string" && (unavailableCodes.has(code) || /^08\d{3}$/.test(code));
}

/**
 * Awaits all, and only then throws what the first that failed threw: what the others started is known by then and can be ended.
 * @template {readonly unknown[]} T @param {T} promises @returns {Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>}
 */
export async function together(promises) {
  const failed = (await Promise.allSettled(promises)).find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  return /** @type {Promise<any>} */ (Promise.all(promises));
}

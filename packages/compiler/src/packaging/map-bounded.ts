/**
 * Runs `work` over the items, `width` at once; the results are in the items' order. All are waited for, then the first
 * failure, in the items' order too, is thrown.
 */
export async function mapBounded<T, R>(items: readonly T[], width: number, work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: PromiseSettledResult<R>[] = [];
  const entries = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of entries) [results[index]] = (await Promise.allSettled([work(item, index)])) as [PromiseSettledResult<R>];
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}

import { WindlassError } from "@windlass/contracts/error";
import type { Page } from "@windlass/contracts/page";
import type { z } from "zod";

/** Makes a list's key opaque, so that clients pass it on and nothing else. */
export function encodeCursor(key: string | number): string {
  return Buffer.from(String(key)).toString("base64url");
}

/** Reads a cursor made by `encodeCursor`; null when there is none. Throws `invalid_request` for anything else. */
export function decodeCursor<T>(cursor: string | undefined, key: z.ZodType<T>): T | null {
  if (cursor === undefined) return null;
  const parsed = key.safeParse(Buffer.from(cursor, "base64url").toString("utf8"));
  if (parsed.success) return parsed.data;
  throw new WindlassError("invalid_request", "The cursor is not one that this list gave out.");
}

/** A page from rows that were read with a limit of one more than the page holds. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  view: { item: (row: Row) => Item; key: (row: Row) => string | number },
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(view.item),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(view.key(last)) : null,
  };
}

import type pg from "pg";

/** Each connection keeps what it has prepared, and a list has a text of its own for each length: there is no end of them. */
const mostPrepared = 300;
const mostSeen = 1_000;

/**
 * Has connections prepare what they are asked for more than once: Postgres then parses a text once and plans it a few times, which for most of our
 * statements takes longer than running them. What is asked for with a name, without values or for all columns of a table, which may become more, is left
 * alone. For all connections of a pool: names are as long as the process.
 */
export function prepareStatements(pool: Pick<pg.Pool, "on">): void {
  const seen = new Set<string>();
  const names = new Map<string, string>();

  function nameOf(text: string): string | undefined {
    const known = names.get(text);
    if (known !== undefined || names.size >= mostPrepared) return known;
    if (!seen.delete(text)) {
      if (seen.size >= mostSeen) seen.clear();
      seen.add(text);
      return undefined;
    }
    if (/\*(?!\/)\s*(?:,|FROM\b|$)/i.test(text)) return undefined;
    const name = `asked-${names.size + 1}`;
    names.set(text, name);
    return name;
  }
  /** In the two forms in which statements come: a text and its values, and both in an object, as the first of two arguments or more. */
  function withName([asked, values, ...rest]: unknown[]): unknown[] {
    const isText = typeof asked === "string";
    if (!(isText || isNameless(asked)) || !(hasSome(values) || (!isText && hasSome(asked.values)))) return [asked, values, ...rest];
    const name = nameOf(isText ? asked : asked.text);
    if (name === undefined) return [asked, values, ...rest];
    return isText ? [{ name, text: asked, values }, ...rest] : [{ ...asked, name }, values, ...rest];
  }
  pool.on("connect", (client) => {
    // oxlint-disable-next-line typescript/unbound-method -- the proxy hands on whose it is
    client.query = new Proxy(client.query, { apply: (query, self, asked) => Reflect.apply(query, self, withName(asked)) });
  });
}

/** Without values a text may be several statements, which cannot be prepared. */
const hasSome = (values: unknown): boolean => Array.isArray(values) && values.length > 0;

/** What can be sent more than once: no query object with a life of its own, as of a cursor. */
function isNameless(asked: unknown): asked is { text: string; values?: unknown } {
  if (typeof asked !== "object" || asked === null || "submit" in asked) return false;
  return "text" in asked && typeof asked.text === "string" && (!("name" in asked) || asked.name === undefined);
}

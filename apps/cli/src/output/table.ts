/** Lays out rows in columns, each as wide as its widest cell. The first row is the head. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  return rows.map((row) => row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ").trimEnd()).join("\n");
}

/** A table with a head, or a sentence when there is nothing in it. */
export function tableOr(nothing: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? nothing : formatTable([head, ...rows]);
}

/** Names and values, one per line; undefined values are left out. */
export function formatFields(fields: Record<string, string | undefined>): string {
  return formatTable(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

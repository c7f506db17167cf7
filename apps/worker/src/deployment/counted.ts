/** A number with its noun, as the log says it: `1 function`, `2 functions`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

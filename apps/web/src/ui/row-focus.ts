/**
 * Moves the focus between the rows of the lists on the page: `j` to the next `[data-row]`, `k` to the one before.
 * @returns whether the key was one of these and there was a row to go to.
 */
export function moveRowFocus(key: string): boolean {
  if (key !== "j" && key !== "k") return false;
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const index = rows.findIndex((row) => row === document.activeElement);
  const next = index === -1 ? rows[key === "j" ? 0 : rows.length - 1] : rows[index + (key === "j" ? 1 : -1)];
  if (next === undefined) return false;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

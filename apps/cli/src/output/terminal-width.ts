import type { Output } from "../io.js";

/** Columns of what is written to no terminal: long enough for every config that people wrote. */
const defaultWidth = 140;

export function terminalWidth({ columns }: Output): number {
  return columns ?? defaultWidth;
}

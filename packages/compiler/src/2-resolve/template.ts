import type { Json } from "@windlass/cloudformation/template";

/** Where one variable may get its value: a source with parameters and address, or a literal fallback. */
export type Source = SourceUse | { literal: Json };

/** `type(params):address`. An empty parameter is an empty template. */
export type SourceUse = { type: string; params: Template[]; address: Template | null };

/** One `${…}`: its sources in the order in which they are tried, and its text for messages. */
export type Variable = { text: string; sources: Source[] };

/** A text cut into plain parts and variables. */
export type Template = (string | Variable)[];

/** A variable that is begun but not written right. */
export class TemplateSyntaxError extends Error {
  override readonly name = "TemplateSyntaxError";
}

/** A text as messages show it. */
export function shorten(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}

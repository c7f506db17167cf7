import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { secretMask, type ResolvedConfig, type ValueOrigin } from "@windlass/contracts/resolved-config";
import { childPointer } from "./pointer.js";
import { scalarText } from "./scalar-text.js";
import { shortTag } from "./short-tag.js";

export type ConfigRow = {
  /** Where in the config the value is. */
  pointer: string;
  depth: number;
  /** The row begins an item of a list. */
  item: boolean;
  /** The key, null for an item that has none and for a line of text. */
  label: string | null;
  kind: "map" | "list" | "scalar" | "line";
  /** The value of a scalar as YAML has it, one line of a longer text; empty for what has rows of its own below. */
  text: string;
  secret: boolean;
  /** How many members it has. */
  size: number;
  /** The index after the last row below this one. */
  end: number;
  place: { file: string; line: number } | null;
  origins: readonly ValueOrigin[];
};

type Draft = Pick<ConfigRow, "pointer" | "depth" | "item" | "label">;

/** A resolved config as rows of YAML, each with its place and where its value came from. */
export function configRows(config: ResolvedConfig): ConfigRow[] {
  const rows: ConfigRow[] = [];
  const add = (draft: Draft, rest: Pick<ConfigRow, "kind" | "text" | "size">, pointers: string[] = [draft.pointer]): ConfigRow => {
    const origins = originsOf(config, pointers);
    const secret = rest.text === secretMask || origins.some((origin) => origin.secret);
    const { pointer, depth, item, label } = draft;
    const { kind, text, size } = rest;
    const row: ConfigRow = { pointer, depth, item, label, kind, text, secret, size, end: rows.length + 1, place: placeOf(config, pointers), origins };
    rows.push(row);
    return row;
  };
  const addText = (draft: Draft, text: string): void => {
    const lines = text.replace(/\n$/, "").split("\n");
    const row = add(draft, { kind: "scalar", text: text.endsWith("\n") ? "|" : "|-", size: lines.length });
    for (const line of lines) add({ pointer: draft.pointer, depth: draft.depth + 1, item: false, label: null }, { kind: "line", text: line, size: 0 }, []);
    row.end = rows.length;
  };
  const visit = (draft: Draft, value: Json, pointers?: string[]): void => {
    if (!isContainer(value)) {
      if (typeof value === "string" && value.includes("\n")) return addText(draft, value);
      return void add(draft, { kind: "scalar", text: scalarText(value), size: 0 }, pointers);
    }
    const tag = shortTag(draft.pointer, value);
    if (tag !== null) return void add(draft, { kind: "scalar", text: tag.text, size: 0 }, [...(pointers ?? [draft.pointer]), ...tag.pointers]);
    const only = draft.item && draft.label === null ? onlyMember(value) : null;
    if (only !== null) {
      const pointer = childPointer(draft.pointer, only.key);
      return visit({ ...draft, pointer, label: only.key }, only.value, [draft.pointer, pointer]);
    }
    const members = membersOf(value);
    const row = add(draft, { kind: Array.isArray(value) ? "list" : "map", text: "", size: members.length }, pointers);
    for (const { key, value: member } of members) {
      const item = typeof key === "number";
      visit({ pointer: childPointer(draft.pointer, key), depth: draft.depth + 1, item, label: item ? null : key }, member);
    }
    row.end = rows.length;
  };
  for (const { key, value } of membersOf(config.value)) visit({ pointer: childPointer("", key), depth: 0, item: typeof key === "number", label: typeof key === "number" ? null : key }, value);
  return rows;
}

function isContainer(value: Json): value is Json[] | JsonObject {
  return (Array.isArray(value) && value.length > 0) || (isJsonObject(value) && Object.keys(value).length > 0);
}

function membersOf(value: Json): { key: string | number; value: Json }[] {
  if (Array.isArray(value)) return value.map((item, key) => ({ key, value: item }));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [{ key, value: member }]));
}

/** `- httpApi: GET /` is one row: an item that is a map with one member stands on the line of its dash. */
function onlyMember(value: Json[] | JsonObject): { key: string; value: Json } | null {
  if (Array.isArray(value)) return null;
  const [first, second] = Object.entries(value);
  return first !== undefined && second === undefined && first[1] !== undefined ? { key: first[0], value: first[1] } : null;
}

const noOrigins: readonly ValueOrigin[] = [];

function originsOf({ origins }: ResolvedConfig, pointers: readonly string[]): readonly ValueOrigin[] {
  const [only] = pointers;
  if (pointers.length === 1 && only !== undefined) return origins[only] ?? noOrigins;
  return pointers.flatMap((pointer) => origins[pointer] ?? noOrigins);
}

function placeOf({ places, files }: ResolvedConfig, pointers: readonly string[]): ConfigRow["place"] {
  for (const pointer of pointers) {
    const place = places[pointer];
    const file = place && files[place[0]];
    if (place !== undefined && file !== undefined) return { file, line: place[1] };
  }
  return null;
}

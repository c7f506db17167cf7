export type JsonToken = {
  kind: "key" | "text" | "other" | "mark";
  text: string;
  /** The id of the entry that the text refers to. */
  target?: string | undefined;
};

const tokenPattern = /("(?:[^"\\]|\\.)*")(\s*:)?|(true|false|null|-?\d[\d.eE+-]*)|([\s{}[\],:]+)/g;
const substitution = /(\$\{[^}!][^}]*\})/;

/**
 * The parts of a JSON text, in order, so that put together they are the text again. A text that is the name of an entry of
 * the template (by `idOf`), or refers to one by `${Name}` or `${Name.Attribute}`, has its id.
 */
export function jsonTokens(json: string, idOf: (name: string) => string | undefined): JsonToken[] {
  return Array.from(json.matchAll(tokenPattern)).flatMap<JsonToken>(([, quoted, colon, other, mark]) => {
    if (quoted === undefined) return [{ kind: other === undefined ? "mark" : "other", text: other ?? mark ?? "" }];
    if (colon !== undefined) return [{ kind: "key", text: quoted }, { kind: "mark", text: colon }];
    return textTokens(quoted, idOf);
  });
}

function textTokens(quoted: string, idOf: (name: string) => string | undefined): JsonToken[] {
  const target = idOf(quoted.slice(1, -1));
  if (target !== undefined) return [{ kind: "text", text: quoted, target }];
  if (!quoted.includes("${")) return [{ kind: "text", text: quoted }];
  return quoted.split(substitution).flatMap<JsonToken>((part, position) => {
    if (part === "") return [];
    return [{ kind: "text", text: part, target: position % 2 === 1 ? idOf(part.slice(2, -1).split(".")[0] ?? "") : undefined }];
  });
}

/** Where a value is in the config: object keys and list indexes from the root. */
export type Path = readonly (string | number)[];

/** A path as people write it: `functions.hello.events[0].http`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    if (/^[\w$-]+$/.test(key)) return text === "" ? key : `${text}.${key}`;
    return `${text}["${key}"]`;
  }, "");
}

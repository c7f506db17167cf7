export type Json = { [name: string]: unknown };

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `over` laid over `base`: objects field by field, all else as it is. Neither is changed. */
export function lay(base: unknown, over: Json): Json {
  const result: Json = isObject(base) ? { ...base } : {};
  for (const [name, value] of Object.entries(over)) {
    result[name] = isObject(value) ? lay(result[name], value) : value;
  }
  return result;
}

/** The field of an object at a path; undefined where there is none. */
export function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((node, name) => (isObject(node) ? node[name] : undefined), value);
}

/** A time as GitHub writes it: without milliseconds. */
export function stamp(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, "Z");
}

import { ApiError, localProblem } from "./api-error.js";

export type QueryValue = string | number | boolean | undefined;

/**
 * A template tag for paths: every value becomes one encoded segment.
 *
 * @throws ApiError `invalid_request` for an empty value, `.` or `..`, which URL parsers drop even when encoded.
 */
export function apiPath(texts: TemplateStringsArray, ...values: (string | number)[]): string {
  return texts.reduce((path, text, index) => path + encodeSegment(values[index - 1]) + text);
}

function encodeSegment(value: string | number | undefined): string {
  const segment = String(value ?? "");
  if (segment === "" || segment === "." || segment === "..") {
    throw new ApiError(localProblem("invalid_request", `"${segment}" cannot be a name.`, "Give the name of something that exists."));
  }
  return encodeURIComponent(segment);
}

/** `?a=1&b=2`, leaving out what is undefined; empty when nothing is left. */
export function queryString(query: Record<string, QueryValue> = {}): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

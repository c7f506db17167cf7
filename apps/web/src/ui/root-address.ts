/**
 * The address of an endpoint's root as a link needs it. Endpoints end without a slash, so that a path can be added;
 * the sandbox tells an API from a bucket of its name only by the slash after it.
 */
export function rootAddress(url: string): string {
  return url.endsWith("/") ? url : `${url}/`;
}

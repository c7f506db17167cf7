import { readFile } from "node:fs/promises";

/**
 * The JavaScript of one of this package's own modules, which is to run in another process. `url` is the module's
 * address without its ending; run from the TypeScript sources (tests, `npm run dev`) it is transpiled first.
 */
export async function readOwnProgram(url: URL): Promise<string> {
  if (!import.meta.url.endsWith(".ts")) return readFile(new URL(`${url.href}.js`), "utf8");
  const { transform } = await import("esbuild");
  const source = await readFile(new URL(`${url.href}.ts`), "utf8");
  return (await transform(source, { loader: "ts", format: "esm", target: "node20" })).code;
}

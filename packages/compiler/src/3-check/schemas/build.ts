import { anyOf, boolean, constant, integer, list, mapOf, object, oneOfValues, text, type Schema } from "../schema.js";

const texts = list(text);
const names = mapOf(text);

/** What can be said to esbuild: the settings of Serverless Framework v4, and those of esbuild that are data. */
const esbuild = object({
  bundle: boolean,
  minify: boolean,
  external: texts,
  exclude: texts,
  packages: oneOfValues("external", "bundle"),
  buildConcurrency: integer(1),
  sourcemap: anyOf(boolean, object({ type: oneOfValues("inline", "linked", "external"), setNodeOptions: boolean })),
  configFile: text,
  target: anyOf(text, texts),
  format: oneOfValues("cjs", "esm"),
  alias: names,
  banner: names,
  charset: oneOfValues("ascii", "utf8"),
  conditions: texts,
  define: names,
  drop: list(oneOfValues("console", "debugger")),
  dropLabels: texts,
  footer: names,
  ignoreAnnotations: boolean,
  inject: texts,
  jsx: oneOfValues("transform", "preserve", "automatic"),
  jsxFactory: text,
  jsxFragment: text,
  jsxImportSource: text,
  keepNames: boolean,
  legalComments: oneOfValues("none", "inline", "eof", "linked", "external"),
  loader: names,
  mainFields: texts,
  minifyIdentifiers: boolean,
  minifySyntax: boolean,
  minifyWhitespace: boolean,
  platform: constant("node"),
  pure: texts,
  resolveExtensions: texts,
  sourcesContent: boolean,
  treeShaking: boolean,
  tsconfig: text,
});

/** `build`: whether and how handlers are bundled. */
export const build: Schema = anyOf(constant(false), constant("esbuild"), object({ esbuild: anyOf(boolean, esbuild) }));

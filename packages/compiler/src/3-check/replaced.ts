import { isJsonObject, type Json } from "@windlass/cloudformation/template";

const patterns = "Use `package.patterns`: what `exclude` names begins with `!` there, and what `include` names stands as it is.";
const inApiGateway = (name: string): string => `Move it to \`provider.apiGateway.${name}\`.`;
const components = "Serverless Components are another product: write a `service`, a `provider` and `functions` instead.";

/** What to write instead of properties that were dropped or that a plugin adds, by their place. */
const replaced: readonly [place: RegExp, hint: string][] = [
  [/^(functions\.[^.]+\.|layers\.[^.]+\.)?package\.(exclude|include)$/, patterns],
  [/^provider\.usagePlan$/, inApiGateway("usagePlan")],
  [/^provider\.apiKeys$/, inApiGateway("apiKeys")],
  [/^provider\.resourcePolicy$/, inApiGateway("resourcePolicy")],
  [/^(provider\.)?variableSyntax$/, "Variables are written as `${source:address}` always; a backslash before the `$` keeps the text as it is."],
  [/^constructs$/, "The constructs of serverless-lift are not made: define what they stand for under `resources`."],
  [/^(component|inputs)$/, components],
  [/^provider\.logGroupClass$/, "Set LogGroupClass on the log groups under `resources.extensions`."],
];

/** What to write instead of the property, or null where it never was one. */
export function replacementOf(place: string): string | null {
  return replaced.find(([pattern]) => pattern.test(place))?.[1] ?? null;
}

/** The repair of a value that is of another age of the framework, or undefined. `known` are the values that would fit. */
export function replacementValue(place: string, value: Json, known: readonly Json[]): string | undefined {
  if (place === "service" && isJsonObject(value) && typeof value["name"] === "string") return `Write the name itself: \`service: ${value["name"]}\`.`;
  const runtime = /(^|\.)runtime$/.test(place) ? newestRuntime(value, known) : null;
  return runtime === null ? undefined : `Use ${runtime}.`;
}

/**
 * The runtime to take instead of one that is not known: the newest of its language, or the one for compiled programs.
 * `known` lists the runtimes, the newest of a language first.
 */
function newestRuntime(runtime: Json, known: readonly Json[]): string | null {
  const language = typeof runtime === "string" ? /^(nodejs|python|ruby|java|dotnet|go|rust)/.exec(runtime)?.[1] : undefined;
  if (language === undefined) return null;
  const compiled = language === "go" || language === "rust";
  return known.find((name): name is string => typeof name === "string" && name.startsWith(compiled ? "provided.al2023" : language)) ?? null;
}

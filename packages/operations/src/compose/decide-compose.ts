import type { ComposePlan, ComposeService } from "@windlass/contracts/compose";
import { parseInput, type ServiceInputs } from "@windlass/contracts/input-text";
import { parameterNameSchema, relativePathSchema, serviceNameSchema } from "@windlass/contracts/name";
import { findCycle, wavesOf } from "@windlass/contracts/service-graph";
import type { ComposeFile } from "./parse-compose.js";

export type KnownService = { name: string; rootDirectory: string; configFile: string | null; dependsOn: string[]; inputs: ServiceInputs };

export type ComposeSurroundings = {
  /** The services of the repository. */
  known: readonly KnownService[];
  /** Names that services of other repositories have. */
  taken: ReadonlySet<string>;
  /** The repository's name, for services whose own name is taken. */
  repositoryName: string;
};

type Entry = ComposeFile["services"][string];

/** Decides what taking over a compose file would create and change. Pure. Inputs that the file does not name stay. */
export function decideCompose(file: ComposeFile, surroundings: ComposeSurroundings): ComposePlan {
  const problems: string[] = [];
  const entries = Object.entries(file.services);
  const names = new Map(entries.map(([key, entry]) => [key, nameOf(key, entry, surroundings)]));
  const twice = [...names].filter(([key, name]) => [...names].some(([other, same]) => other !== key && same === name));
  for (const [key, name] of twice) problems.push(`${key} would be the service ${name}, and so would another one of the file.`);
  const services = entries.flatMap(([key, entry]) => {
    const wrong = problemsOf(key, entry, names);
    problems.push(...wrong);
    return wrong.length > 0 ? [] : [toService(key, entry, { names, known: surroundings.known })];
  });
  const graph = new Map(services.map(({ name, dependsOn, inputs }) => [name, [...new Set([...dependsOn, ...Object.values(inputs).flatMap(servicesIn)])]]));
  const cycle = findCycle(graph);
  if (cycle) problems.push(`The services depend on each other in a circle: ${cycle.join(" → ")}.`);
  const waves = cycle ? new Map<string, number>() : wavesOf(graph.keys(), graph);
  const others = surroundings.known.map(({ name }) => name).filter((name) => ![...names.values()].includes(name));
  return { services: services.map((service) => ({ ...service, wave: waves.get(service.name) ?? 1 })), others, problems };
}

/** The folder as Windlass writes it: `./api/` is `api`, `.` is the root. */
function folderOf(path: string): string {
  return path.replace(/^(?:\.\/)+/, "").replace(/\/+$/, "").replace(/^\.$/, "");
}

function nameOf(key: string, entry: Entry, { known, taken, repositoryName }: ComposeSurroundings): string {
  const same = known.find(({ rootDirectory, configFile }) => folderOf(rootDirectory) === folderOf(entry.path) && configFile === (entry.config ?? null));
  if (same) return same.name;
  return taken.has(key) ? `${repositoryName}-${key}` : key;
}

function problemsOf(key: string, entry: Entry, names: ReadonlyMap<string, string>): string[] {
  const name = names.get(key) ?? key;
  const unknown = [...entry.dependsOn, ...Object.values(entry.params).flatMap(servicesIn)].filter((other) => !names.has(other));
  return [
    ...(serviceNameSchema.safeParse(name).success ? [] : [`${key} is no name of a service: use letters, digits, dots, dashes and underscores.`]),
    ...(relativePathSchema.safeParse(folderOf(entry.path)).success ? [] : [`${key}: the path ${entry.path} is not inside of the repository.`]),
    ...(entry.config === undefined || relativePathSchema.min(1).safeParse(entry.config).success ? [] : [`${key}: the config file ${entry.config} is not inside of its folder.`]),
    ...[...new Set(unknown)].map((other) => `${key} depends on ${other}, which the file does not name.`),
  ];
}

function servicesIn(text: string): string[] {
  return (parseInput(text) ?? []).flatMap((part) => (part.kind === "output" ? [part.service] : []));
}

type Naming = { names: ReadonlyMap<string, string>; known: readonly KnownService[] };

function toService(key: string, entry: Entry, { names, known }: Naming): Omit<ComposeService, "wave"> {
  const name = names.get(key) ?? key;
  const before = known.find((service) => service.name === name);
  const leftOut = Object.entries(entry.params).flatMap(([param, text]) => reasonAgainst(param, text));
  const taken = Object.entries(entry.params).filter(([param]) => !leftOut.some((one) => one.param === param));
  const wanted: KnownService = {
    name,
    rootDirectory: folderOf(entry.path),
    configFile: entry.config ?? null,
    dependsOn: [...new Set(entry.dependsOn.map((other) => names.get(other) ?? other))].toSorted(),
    inputs: { ...before?.inputs, ...Object.fromEntries(taken.map(([param, text]) => [param, renamed(text, names)])) },
  };
  const changes = before === undefined ? [] : differencesOf(before, wanted);
  return { key, ...wanted, action: before === undefined ? "create" : changes.length > 0 ? "change" : "same", changes, leftOut };
}

function reasonAgainst(param: string, text: string): ComposeService["leftOut"] {
  if (!parameterNameSchema.safeParse(param).success) return [{ param, reason: "Windlass does not allow the name." }];
  if (parseInput(text) !== null) return [];
  return [{ param, reason: `${text} has a variable that Windlass does not resolve here: give the stages a parameter ${param} of their own.` }];
}

/** The text with the names that the services have in Windlass. */
function renamed(text: string, names: ReadonlyMap<string, string>): string {
  const parts = parseInput(text) ?? [];
  return parts.map((part) => (part.kind === "text" ? part.text : part.kind === "stage" ? "${sls:stage}" : `\${${names.get(part.service) ?? part.service}.${part.output}}`)).join("");
}

function differencesOf(before: KnownService, after: KnownService): string[] {
  const list = (names: readonly string[]) => (names.length === 0 ? "nothing" : names.join(", "));
  const isOther = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
  return [
    ...(folderOf(before.rootDirectory) === after.rootDirectory ? [] : [`directory ${after.rootDirectory || "(root)"}, was ${before.rootDirectory || "(root)"}`]),
    ...(before.configFile === after.configFile ? [] : [`config file ${after.configFile ?? "(default)"}, was ${before.configFile ?? "(default)"}`]),
    ...(isOther(before.dependsOn.toSorted(), after.dependsOn) ? [`depends on ${list(after.dependsOn)}, was ${list(before.dependsOn)}`] : []),
    ...Object.entries(after.inputs).flatMap(([name, text]) => (before.inputs[name] === text ? [] : [`input ${name} = ${text}${before.inputs[name] === undefined ? "" : `, was ${before.inputs[name]}`}`])),
  ];
}

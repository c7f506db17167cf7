import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError, type Problem } from "../diagnostic.js";
import { formatPath, type Path } from "../path.js";
import { suggest } from "../suggest.js";
import { parseTemplate, TemplateSyntaxError, type SourceUse, type Template, type Variable } from "./parse-template.js";
import { findSource, sourceNames } from "./sources.js";
import { SourceError, type SourceContext } from "./variable-source.js";

/** Rounds in which a value may resolve to variables again, before it counts as endless. */
const maxRounds = 10;

type Entry = { path: Path; holder: JsonObject | Json[]; key: string | number; text: string; work?: Promise<void> };
type Scope = { path: Path; rounds: number };

/**
 * Resolves the variables of a config, in place. A property is resolved when the first one asks for it, so that
 * `${self:…}` may point anywhere; who waits for whom is kept, so that a circle is reported instead of waited in.
 */
export class Resolver {
  private readonly pending = new Map<string, Entry>();
  private readonly failed = new Map<string, CompileError>();
  private readonly waitsFor = new Map<string, Set<string>>();
  private readonly roundsOf = new Map<string, number>();

  constructor(
    private readonly config: JsonObject,
    private readonly base: Omit<SourceContext, "getProperty" | "resolveText">,
  ) {
    this.register(config, []);
  }

  /** Resolves everything below a path. Errors are kept for `errors()`. */
  async resolveAll(below: Path = [], isLeftOut: (path: Path) => boolean = () => false): Promise<void> {
    const prefix = keyOf(below);
    for (;;) {
      const open = Array.from(this.pending).filter(([key, entry]) => isAtOrBelow(key, prefix) && !isLeftOut(entry.path));
      if (open.length === 0) return;
      await Promise.all(open.map(([key]) => this.settle(key)));
    }
  }

  /** Every problem met so far, each once, however many properties failed because of it. */
  errors(): Problem[] {
    return Array.from(new Set(this.failed.values())).flatMap((error) => error.problems);
  }

  private register(value: Json | undefined, path: Path, rounds = 0): void {
    const visit = (node: Json | undefined, holder: JsonObject | Json[] | null, at: (string | number)[]): void => {
      if (typeof node === "string") {
        const key = at.at(-1);
        if (!node.includes("${") || holder === null || key === undefined) return;
        const id = keyOf(at);
        this.pending.set(id, { path: at, holder, key, text: node });
        if (rounds > 0) this.roundsOf.set(id, rounds);
      } else if (Array.isArray(node)) node.forEach((item, index) => visit(item, node, [...at, index]));
      else if (isJsonObject(node)) for (const key of Object.keys(node)) visit(node[key], node, [...at, key]);
    };
    visit(value, null, [...path]);
  }

  private settle(id: string): Promise<void> {
    const entry = this.pending.get(id);
    if (!entry) return Promise.resolve();
    entry.work ??= this.resolveEntry(id, entry);
    return entry.work;
  }

  private async resolveEntry(id: string, entry: Entry): Promise<void> {
    const rounds = this.roundsOf.get(id) ?? 0;
    let value: Json | undefined;
    try {
      if (rounds > maxRounds) throw problem("variable_too_deep", `${formatPath(entry.path)} resolves to variables again and again`, entry.path);
      value = await this.resolveTemplate(this.parse(entry.text, entry.path), { path: entry.path, rounds });
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      this.failed.set(id, error);
      return;
    } finally {
      this.pending.delete(id);
    }
    if (Array.isArray(entry.holder)) entry.holder[Number(entry.key)] = value;
    else entry.holder[String(entry.key)] = value;
    // What is inside is registered, not awaited: it may need a property that waits for this one.
    if (typeof value === "object") this.register(value, entry.path, rounds + 1);
  }

  private parse(text: string, path: Path): Template {
    try {
      return parseTemplate(text) ?? [text];
    } catch (error) {
      if (error instanceof TemplateSyntaxError) throw problem("variable_syntax", error.message, path);
      throw error;
    }
  }

  /** The value of a template. Objects are returned with the variables inside them unresolved. */
  private async resolveTemplate(template: Template, scope: Scope): Promise<Json> {
    const values = await Promise.all(template.map(async (part) => (typeof part === "string" ? part : this.resolveVariable(part, scope))));
    const [only] = values;
    if (template.length === 1 && only !== undefined) return only;
    return values
      .map((value, index) => {
        if (value !== null && typeof value !== "object") return String(value);
        const part = template[index];
        throw problem("variable_not_text", `${typeof part === "object" ? part.text : ""} is ${describe(value)}, in the middle of a text`, scope.path);
      })
      .join("");
  }

  private async resolveVariable(variable: Variable, scope: Scope): Promise<Json> {
    for (const source of variable.sources) {
      if ("literal" in source) return source.literal;
      const value = await this.ask(source, variable, scope);
      if (value === undefined || value === null) continue;
      return typeof value === "string" ? this.resolveAgain(value, scope) : value;
    }
    throw problem("variable_not_found", `${variable.text} has no value`, scope.path);
  }

  /** A text that came out of a variable may hold variables itself. */
  private async resolveAgain(text: string, scope: Scope): Promise<Json> {
    const template = text.includes("${") ? this.parse(text, scope.path) : null;
    if (template === null) return text;
    if (scope.rounds >= maxRounds) throw problem("variable_too_deep", `${formatPath(scope.path)} resolves to variables again and again`, scope.path);
    return this.resolveTemplate(template, { ...scope, rounds: scope.rounds + 1 });
  }

  private async ask(source: SourceUse, variable: Variable, scope: Scope): Promise<Json | undefined> {
    const find = findSource(source.type);
    if (!find) {
      const near = suggest(source.type, sourceNames);
      const message = `${variable.text}: there is no variable source "${source.type}"`;
      throw new CompileError({ code: "variable_unknown_source", message, path: scope.path, hint: near ? `Did you mean "${near}"?` : undefined });
    }
    const params = await Promise.all(source.params.map((param) => this.resolveTemplate(param, scope)));
    const address = source.address === null ? null : await this.resolveTemplate(source.address, scope);
    try {
      return await find({ params, address: address === null || typeof address === "string" ? address : JSON.stringify(address) }, this.contextAt(scope));
    } catch (error) {
      if (error instanceof SourceError) throw problem(error.code, `${variable.text}: ${error.message}`, scope.path);
      throw error;
    }
  }

  private contextAt(scope: Scope): SourceContext {
    return {
      ...this.base,
      getProperty: (path) => this.getProperty(path, scope),
      resolveText: async (text) => this.resolveDeep(await this.resolveAgain(text, scope), scope),
    };
  }

  /** Resolves what a value holds, outside the config: of an answer to a config module. */
  private async resolveDeep(value: Json, scope: Scope): Promise<Json> {
    if (typeof value === "string") return this.resolveAgain(value, scope);
    if (Array.isArray(value)) return Promise.all(value.map((item) => this.resolveDeep(item, scope)));
    if (!isJsonObject(value)) return value;
    const entries = await Promise.all(Object.entries(value).map(async ([key, item]) => [key, await this.resolveDeep(item ?? null, scope)] as const));
    return Object.fromEntries(entries);
  }

  private async getProperty(path: string[], scope: Scope): Promise<Json | undefined> {
    let value: Json | undefined = this.config;
    for (const [index, key] of path.entries()) {
      if (Array.isArray(value)) value = value[Number(key)];
      else if (isJsonObject(value) && Object.hasOwn(value, key)) value = value[key];
      else return undefined;
      const here = keyOf(path.slice(0, index + 1));
      if (this.pending.has(here) || this.failed.has(here)) {
        await this.wait(scope.path, here);
        return this.getProperty(path, scope);
      }
    }
    if (value === undefined || value === null || typeof value !== "object") return value;
    const below = keyOf(path);
    await Promise.all(Array.from(this.pending.keys()).filter((key) => isAtOrBelow(key, below)).map((key) => this.wait(scope.path, key)));
    for (const [key, error] of this.failed) if (isAtOrBelow(key, below)) throw error;
    return structuredClone(value);
  }

  private async wait(from: Path, target: string): Promise<void> {
    const waiting = keyOf(from);
    const chain = target === waiting ? [target] : this.chain(target, waiting);
    if (chain) {
      const names = [waiting, ...chain].map((key) => formatPath(key.split("\0")));
      throw problem("variable_cycle", `Properties depend on each other in a circle: ${names.join(" → ")}`, from);
    }
    const known = this.waitsFor.get(waiting) ?? new Set<string>();
    this.waitsFor.set(waiting, known.add(target));
    await this.settle(target);
    const error = this.failed.get(target);
    if (error) throw error;
  }

  /** How `from` comes to wait for `to`, or null when it does not. */
  private chain(from: string, to: string): string[] | null {
    const open: string[][] = [[from]];
    const seen = new Set<string>();
    for (let chain = open.pop(); chain; chain = open.pop()) {
      const last = chain.at(-1) ?? "";
      if (seen.has(last)) continue;
      seen.add(last);
      for (const next of this.waitsFor.get(last) ?? []) {
        if (next === to) return [...chain, next];
        open.push([...chain, next]);
      }
    }
    return null;
  }
}

function keyOf(path: Path): string {
  return path.join("\0");
}

function isAtOrBelow(key: string, prefix: string): boolean {
  return prefix === "" || key === prefix || key.startsWith(`${prefix}\0`);
}

function describe(value: Json): string {
  return value === null ? "null" : Array.isArray(value) ? "a list" : "an object";
}

function problem(code: Problem["code"], message: string, path: Path): CompileError {
  return new CompileError({ code, message, path });
}

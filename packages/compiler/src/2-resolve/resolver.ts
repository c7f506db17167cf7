import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError, type Problem } from "../diagnostic.js";
import { formatPath, type Path } from "../path.js";
import { suggest } from "../suggest.js";
import { allOf } from "./all-of.js";
import { createBudget } from "./budget.js";
import { parseTemplate } from "./parse-template.js";
import { findChain, type Property } from "./property.js";
import { PropertyIndex } from "./property-index.js";
import { keyOf, type Provenance, type ValuePlace, type VariableUse } from "./provenance.js";
import { findSource, sourceNames } from "./sources.js";
import { shorten, TemplateSyntaxError, type SourceUse, type Template, type Variable } from "./template.js";
import { follow, SourceError, type Found, type SourceContext } from "./variable-source.js";

/** Rounds in which a value may resolve to variables again, before it counts as endless. */
const maxRounds = 10;

/** More than anybody reads at once. */
const maxProblems = 500;

/** What is being resolved, and for which property. `uses` takes down what the variables gave. */
type Scope = { property: Property; rounds: number; uses: VariableUse[] | null };

/** A value, and where it stands when it was taken from one place as it is. */
type Resolved = { value: Json; from: ValuePlace | null };

type Base = Omit<SourceContext, "getProperty" | "resolveText" | "isSecret" | "once" | "keepText">;

/**
 * Resolves the variables of a config, in place. A property is resolved when the first one asks for it, so that
 * `${self:…}` may point anywhere; who waits for whom is kept, so that a circle is reported instead of waited in.
 */
export class Resolver {
  private readonly open = new PropertyIndex<Property>();
  private readonly onces = new Map<string, Promise<unknown>>();
  private readonly budget = createBudget();
  /** What ended the work: there is too much of it. */
  private givenUp: CompileError | null = null;

  constructor(
    private readonly config: JsonObject,
    private readonly base: Base,
    private readonly provenance: Provenance,
  ) {
    this.register(config, [], 0);
  }

  /** Resolves everything below a path. What goes wrong is kept for `problems()`. */
  async resolveAll(below: Path = [], isLeftOut: (path: Path) => boolean = () => false): Promise<void> {
    for (;;) {
      const open = this.open.below(below).filter((property) => !property.error && !isLeftOut(property.path));
      if (open.length === 0 || this.givenUp) return;
      await Promise.all(open.map((property) => this.settle(property)));
    }
  }

  /** Every problem met so far, each once, however many properties failed because of it. */
  problems(): Problem[] {
    if (this.givenUp) return [...this.givenUp.problems];
    // In the order of the config, whatever was resolved first.
    const problems = new Set(this.open.below([]).flatMap(({ error }) => error?.problems ?? []));
    const asked = new Set<string>();
    return Array.from(problems)
      .filter(({ code, message }) => {
        if (code !== "variable_needs_aws") return true;
        if (asked.has(message)) return false;
        asked.add(message);
        return true;
      })
      .slice(0, maxProblems);
  }

  /** Finds the variables in a value that is in the config. */
  private register(value: Json | undefined, path: Path, rounds: number): void {
    const at = [...path];
    const visit = (node: Json | undefined, holder: JsonObject | Json[] | null): void => {
      if (typeof node === "string") {
        const key = at.at(-1);
        if (key !== undefined && holder !== null && node.includes("${")) this.registerText(node, { path: [...at], holder, key, rounds });
      } else if (Array.isArray(node)) {
        for (const [index, item] of node.entries()) {
          at.push(index);
          visit(item, node);
          at.pop();
        }
      } else if (isJsonObject(node)) {
        for (const key of Object.keys(node)) {
          at.push(key);
          visit(node[key], node);
          at.pop();
        }
      }
    };
    visit(value, null);
  }

  private registerText(text: string, place: Pick<Property, "path" | "holder" | "key" | "rounds">): void {
    const property: Property = { ...place, template: [], waitsFor: new Set() };
    try {
      const template = parse(text, place.path);
      if (template === null) return;
      property.template = template;
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      property.error = error;
    }
    this.budget.spendProperty(place.path);
    this.open.set(place.path, property);
  }

  private settle(property: Property): Promise<void> {
    property.work ??= this.resolveProperty(property);
    return property.work;
  }

  private async resolveProperty(property: Property): Promise<void> {
    const { path, holder, key, rounds } = property;
    if (this.givenUp) property.error = this.givenUp;
    if (property.error) return;
    const uses: VariableUse[] = [];
    try {
      if (rounds > maxRounds) throw tooDeep(path);
      const { value, from } = await this.resolveTemplate(property.template, { property, rounds, uses });
      const own = this.budget.copy(value, path);
      // Both kinds of holder take their own kind of key.
      (holder as Record<string | number, Json>)[key] = own;
      this.open.delete(path);
      const id = keyOf(path);
      if (uses.length > 0) this.provenance.uses.set(id, uses);
      if (from) this.provenance.grafts.set(id, from);
      // What is inside is registered, not awaited: it may need a property that waits for this one.
      if (typeof own === "object") this.register(own, path, rounds + 1);
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      property.error = error;
      const tooLarge = error.problems.find(({ code }) => code === "config_too_large");
      if (tooLarge) this.givenUp ??= new CompileError(tooLarge);
    }
  }

  /** The value of a template. Objects are returned with the variables inside them unresolved, and belong to others. */
  private async resolveTemplate(template: Template, scope: Scope): Promise<Resolved> {
    const [only] = template;
    if (template.length === 1 && only !== undefined) return typeof only === "string" ? { value: only, from: null } : this.resolveVariable(only, scope);
    // They are resolved side by side, and taken down in their order.
    const usesOfParts = template.map((): VariableUse[] => []);
    const parts = await allOf(template.map(async (part, index) => (typeof part === "string" ? part : this.textOf(part, { ...scope, uses: usesOfParts[index] ?? null }))));
    scope.uses?.push(...usesOfParts.flat());
    const text = parts.join("");
    this.budget.spendText(text.length, scope.property.path);
    return { value: text, from: null };
  }

  /** The value of a variable in the middle of a text. */
  private async textOf(variable: Variable, scope: Scope): Promise<string> {
    const { value } = await this.resolveVariable(variable, scope);
    const text = toText(value);
    if (text !== null) return text;
    throw problem("variable_not_text", `${shorten(variable.text)} is ${value === null ? "null" : "an object"}, in the middle of a text`, scope.property.path);
  }

  private async resolveVariable(variable: Variable, scope: Scope): Promise<Resolved> {
    for (const source of variable.sources) {
      if ("literal" in source) {
        scope.uses?.push({ variable: variable.text, source: "fallback", address: null, from: null, version: null, secret: false });
        return { value: source.literal, from: null };
      }
      const { found, address } = await this.ask(source, variable, scope);
      const { value, from = null, version = null, secret = false } = found;
      if (value === undefined || value === null) continue;
      scope.uses?.push({ variable: variable.text, source: source.type, address, from, version, secret });
      if (secret) this.provenance.addSecret(value);
      return typeof value === "string" ? this.resolveAgain({ value, from }, scope) : { value, from };
    }
    throw problem("variable_not_found", `${shorten(variable.text)} has no value`, scope.property.path);
  }

  /** A text that came out of a variable may hold variables itself. */
  private async resolveAgain(resolved: Resolved & { value: string }, scope: Scope): Promise<Resolved> {
    const { path } = scope.property;
    const template = parse(resolved.value, path);
    if (template === null) return resolved;
    if (scope.rounds >= maxRounds) throw tooDeep(path);
    return this.resolveTemplate(template, { ...scope, rounds: scope.rounds + 1 });
  }

  private async ask(source: SourceUse, variable: Variable, scope: Scope): Promise<{ found: Found; address: string | null }> {
    const { path } = scope.property;
    const find = findSource(source.type);
    if (!find) {
      const near = suggest(source.type, sourceNames);
      const message = `${shorten(variable.text)}: there is no variable source "${source.type}"`;
      throw new CompileError({ code: "variable_unknown_source", message, path, hint: near ? `Did you mean "${near}"?` : undefined });
    }
    const inner = { ...scope, uses: null };
    const [address = null, ...params] = await allOf(
      [source.address ?? [], ...source.params].map(async (part) => this.resolveInner(part, variable, inner)),
    );
    try {
      return { found: await find({ type: source.type, params, address }, this.contextFor(scope)), address };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      const message = error.code === "variable_needs_aws" ? error.message : `${shorten(variable.text)}: ${error.message}`;
      throw problem(error.code, message, path);
    }
  }

  /** An address or a parameter, which is a text. Null when it is left out. */
  private async resolveInner(template: Template, variable: Variable, scope: Scope): Promise<string | null> {
    if (template.length === 0) return null;
    const { value } = await this.resolveTemplate(template, scope);
    if (value === null) return null;
    const text = toText(value);
    if (text === null) throw problem("variable_not_text", `${shorten(variable.text)} has an object in its address or parameters`, scope.property.path);
    return text === "" ? null : text;
  }

  private contextFor(scope: Scope): SourceContext {
    return {
      ...this.base,
      getProperty: (path) => this.getProperty(path, scope.property),
      isSecret: (path) => this.provenance.isSecret(path),
      resolveText: async (text) => this.resolveDeep((await this.resolveAgain({ value: text, from: null }, { ...scope, uses: null })).value, scope),
      once: <T>(key: string, make: () => Promise<T>): Promise<T> => {
        // A key is always made by the same code, so that what was kept under it is of the type that it makes.
        const made = (this.onces.get(key) as Promise<T> | undefined) ?? make();
        this.onces.set(key, made);
        return made;
      },
      keepText: (file, text) => this.provenance.texts.set(file, text),
    };
  }

  /** Resolves what a value holds, outside the config: of an answer to a config module. */
  private async resolveDeep(value: Json, scope: Scope): Promise<Json> {
    if (typeof value === "string") return (await this.resolveAgain({ value, from: null }, { ...scope, uses: null })).value;
    if (Array.isArray(value)) return allOf(value.map((item) => this.resolveDeep(item, scope)));
    if (!isJsonObject(value)) return value;
    const entries = await allOf(Object.entries(value).map(async ([key, item]) => [key, await this.resolveDeep(item ?? null, scope)] as const));
    return Object.fromEntries(entries);
  }

  private async getProperty(path: Path, asker: Property): Promise<Json | undefined> {
    let value: Json | undefined = this.config;
    for (const [index, key] of path.entries()) {
      value = follow(value, key);
      if (typeof value !== "string") continue;
      const property = this.open.get(path.slice(0, index + 1));
      if (!property) continue;
      await this.wait(asker, property);
      return this.getProperty(path, asker);
    }
    if (typeof value !== "object" || value === null) return value;
    // What is resolved below may hold variables again.
    for (let below = this.open.below(path); below.length > 0; below = this.open.below(path)) {
      await allOf(below.map((property) => this.wait(asker, property)));
    }
    return value;
  }

  private async wait(asker: Property, target: Property): Promise<void> {
    const chain = target === asker ? [asker] : findChain(target, asker, () => this.budget.spendStep(asker.path));
    if (chain) {
      const names = [asker, ...chain].map(({ path }) => formatPath(path));
      throw problem("variable_cycle", `Properties depend on each other in a circle: ${names.join(" → ")}`, asker.path);
    }
    asker.waitsFor.add(target);
    await this.settle(target);
    asker.waitsFor.delete(target);
    if (target.error) throw target.error;
  }
}

/** What a value is as a part of a text: a list is its items, joined by commas. Null: it cannot be one. */
function toText(value: Json): string | null {
  if (Array.isArray(value)) return value.map((item) => (isJsonObject(item) ? "[object Object]" : (toText(item) ?? ""))).join(",");
  return value === null || typeof value === "object" ? null : String(value);
}

function parse(text: string, path: Path): Template | null {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) throw problem("variable_syntax", error.message, path);
    throw error;
  }
}

function tooDeep(path: Path): CompileError {
  return problem("variable_too_deep", `${formatPath(path)} resolves to variables again and again`, path);
}

function problem(code: Problem["code"], message: string, path: Path): CompileError {
  return new CompileError({ code, message, path });
}

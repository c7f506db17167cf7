import type { Json } from "@windlass/cloudformation/template";
import { shorten, TemplateSyntaxError, type Source, type SourceUse, type Template, type Variable } from "./template.js";

const typeStart = /[a-z]/;
const typePart = /[a-zA-Z0-9.-]/;

/** Variables inside each other's addresses. Real ones have two or three. */
const maxDepth = 100;

/** Reads `${…}` out of a text. `at` is where it reads next. */
export class VariableReader {
  at = 0;
  private depth = 0;
  constructor(private readonly text: string) {}

  peek(): string {
    return this.text.charAt(this.at);
  }

  skipRun(char: string): void {
    while (this.peek() === char) this.at += 1;
  }

  /** Takes the `${` at a dollar. Of several dollars all are taken; where no brace follows, what does follow is skipped. */
  takeOpening(): boolean {
    this.skipRun("$");
    return this.at < this.text.length && this.text[this.at++] === "{";
  }

  /**
   * The variable whose `${` was taken, or what else it is: text that has ended, or CloudFormation's and not at its end.
   * Inside an address or a parameter (`isNested`) it can be nothing else.
   */
  readVariable(start: number, isNested: boolean): Variable | "text" | "foreign" {
    const type = this.readType();
    const next = this.peek();
    const isVariable = type !== "" && (next === ":" || next === "(");
    if (isVariable && !(next === ":" && this.isDoubleColon())) return this.readSources(type, start);
    if (isNested) throw this.error("a variable's address and parameters can hold variables only");
    if (isVariable) return this.skipDoubleColon();
    return this.at < this.text.length && next === "}" ? this.endText() : "foreign";
  }

  private readSources(type: string, start: number): Variable {
    this.depth += 1;
    if (this.depth > maxDepth) throw this.error("has variables in variables in variables …");
    const sources: Source[] = [this.readSource(type)];
    while (this.take(",")) sources.push(this.readFallback());
    if (!this.take("}")) throw new TemplateSyntaxError(`"${shorten(this.text.slice(start))}" lacks its closing brace`);
    this.depth -= 1;
    return { text: this.text.slice(start, this.at), sources };
  }

  private isDoubleColon(): boolean {
    const from = this.at;
    this.at += 1;
    this.skipRun(" ");
    const isDouble = this.peek() === ":";
    this.at = from;
    return isDouble;
  }

  private skipDoubleColon(): "foreign" {
    this.at += 1;
    this.skipRun(" ");
    this.at += 1;
    return "foreign";
  }

  private endText(): "text" {
    this.at += 1;
    return "text";
  }

  private readType(): string {
    return typeStart.test(this.peek()) ? this.readWord() : "";
  }

  private readWord(): string {
    const start = this.at;
    while (typePart.test(this.peek())) this.at += 1;
    return this.text.slice(start, this.at);
  }

  private readSource(type: string): SourceUse {
    const params = this.take("(") ? this.readParams() : [];
    this.skipRun(" ");
    const address = this.take(":") ? this.readAddress() : null;
    return { type, params, address };
  }

  private readParams(): Template[] {
    const params: Template[] = [];
    for (;;) {
      this.skipRun(" ");
      if (this.take(")")) return params;
      const quoted = this.readQuoted();
      params.push(quoted === null ? literalParam(this.readParts([",", ")"])) : [quoted]);
      this.skipRun(" ");
      if (this.take(")")) return params;
      if (!this.take(",")) throw this.error("has a parameter list that is not closed");
    }
  }

  private readAddress(): Template | null {
    this.skipRun(" ");
    if (this.peek() === ":") throw this.error("has an address that begins with a colon");
    const quoted = this.readQuoted();
    if (quoted !== null) {
      this.skipRun(" ");
      return [quoted];
    }
    const parts = this.readParts([",", "}"]);
    return parts.length === 0 ? null : parts;
  }

  /** Reads an address or a parameter, up to one of the characters that end it. Nothing is escaped in there. */
  private readParts(ends: readonly string[]): Template {
    const parts: Template = [];
    let plainFrom = this.at;
    const addPlain = (end: number): void => {
      if (end > plainFrom) parts.push(this.text.slice(plainFrom, end));
    };
    while (this.at < this.text.length && !ends.includes(this.peek())) {
      const start = this.at;
      if (this.peek() === "}") throw this.error("has a parameter list that is not closed");
      if (this.peek() !== "$") this.at += 1;
      else if (this.takeOpening()) {
        const variable = this.readVariable(start, true);
        if (typeof variable === "string") throw this.error("has a variable in it that is not closed");
        addPlain(start);
        parts.push(variable);
        plainFrom = this.at;
      }
    }
    addPlain(this.at);
    return trimmed(parts);
  }

  private readFallback(): Source {
    this.skipRun(" ");
    const quoted = this.readQuoted();
    if (quoted !== null) return this.literal(quoted);
    const word = this.readWord();
    const next = this.peek();
    if (/^[a-z][a-zA-Z0-9]*$/.test(word) && (next === ":" || next === "(")) return this.readSource(word);
    if (word === "true" || word === "false") return this.literal(word === "true");
    if (word === "null") return this.literal(null);
    if (word !== "" && !Number.isNaN(Number(word))) return this.literal(Number(word));
    throw this.error("a fallback is another source, or a quoted text, a number, true, false or null");
  }

  private literal(value: Json): Source {
    this.skipRun(" ");
    if (this.peek() !== "}") throw this.error("nothing may follow a literal fallback");
    return { literal: value };
  }

  /** A text in quotes that begins here, or null. Double quotes take JSON's escapes. */
  private readQuoted(): string | null {
    const quote = this.peek();
    if (quote !== '"' && quote !== "'") return null;
    const start = this.at;
    do this.at += quote === '"' && this.peek() === "\\" ? 2 : 1;
    while (this.at < this.text.length && this.peek() !== quote);
    if (!this.take(quote)) throw this.error("has a quote that is not closed");
    const written = this.text.slice(start, this.at);
    return quote === "'" ? written.slice(1, -1) : parseJsonText(written);
  }

  private take(char: string): boolean {
    if (this.peek() !== char) return false;
    this.at += 1;
    return true;
  }

  private error(message: string): TemplateSyntaxError {
    return new TemplateSyntaxError(`"${shorten(this.text)}": ${message}`);
  }
}

/** A parameter that is written like `null` or a number is one. */
function literalParam(parts: Template): Template {
  const [only] = parts;
  if (parts.length !== 1 || typeof only !== "string") return parts;
  if (only === "null") return [];
  return [Number.isNaN(Number(only)) ? only : String(Number(only))];
}

function trimmed(parts: Template): Template {
  const last = parts.length - 1;
  return parts
    .map((part, index) => {
      if (typeof part !== "string") return part;
      const left = index === 0 ? part.trimStart() : part;
      return index === last ? left.trimEnd() : left;
    })
    .filter((part) => part !== "");
}

function parseJsonText(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw new TemplateSyntaxError(`${shorten(quoted)} is not a text that JSON could read`);
  }
}

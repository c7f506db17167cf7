import type { Json } from "@windlass/cloudformation/template";

/** Where one variable may get its value: a source with parameters and address, or a literal fallback. */
export type Source = SourceUse | { literal: Json };

/** `type(params):address`. */
export type SourceUse = { type: string; params: Template[]; address: Template | null };

/** One `${…}`: its sources in the order in which they are tried, and its text for messages. */
export type Variable = { text: string; sources: Source[] };

/** A text cut into plain parts and variables. */
export type Template = (string | Variable)[];

/** A variable that is begun but not written right. */
export class TemplateSyntaxError extends Error {
  override readonly name = "TemplateSyntaxError";
}

/** The template of a text, or null when it has neither variables nor escapes. `${Name}` and `${AWS::Name}` are CloudFormation's and stay text. */
export function parseTemplate(text: string): Template | null {
  if (!text.includes("${")) return null;
  const reader = new Reader(text);
  const parts = reader.readParts(() => false);
  return parts.length === 1 && parts[0] === text ? null : parts;
}

const typeStart = /[a-z]/;
const typePart = /[a-zA-Z0-9.-]/;

class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  /** Reads text and variables until `stop` says so (at top-level characters only). */
  readParts(stop: (char: string) => boolean): Template {
    const parts: Template = [];
    let plain = "";
    const flush = (): void => {
      if (plain !== "") parts.push(plain);
      plain = "";
    };
    while (this.at < this.text.length) {
      const char = this.text.charAt(this.at);
      if (stop(char)) break;
      if (char === "\\") {
        const slashes = this.readBackslashes();
        const escapes = this.text.startsWith("${", this.at);
        plain += "\\".repeat(escapes ? Math.floor(slashes / 2) : slashes);
        if (escapes && slashes % 2 === 1) {
          // A part of its own: escaped text that is joined must not be read as a variable again.
          plain += "$";
          this.at += 1;
        }
        continue;
      }
      const variable = this.text.startsWith("${", this.at) ? this.readVariable() : null;
      if (variable) {
        flush();
        parts.push(variable);
      } else {
        plain += char;
        this.at += 1;
      }
    }
    flush();
    return parts;
  }

  private readBackslashes(): number {
    const start = this.at;
    while (this.text.charAt(this.at) === "\\") this.at += 1;
    return this.at - start;
  }

  /** The variable that begins here; null (and nothing read) when the `${` is not of our syntax. */
  private readVariable(): Variable | null {
    const start = this.at;
    this.at += 2;
    const type = this.readType();
    const next = this.text.charAt(this.at);
    if (type === null || (next !== ":" && next !== "(") || (next === ":" && this.text.charAt(this.at + 1) === ":")) {
      this.at = start;
      return null;
    }
    const sources: Source[] = [this.readSource(type)];
    while (this.take(",")) sources.push(this.readFallback());
    if (!this.take("}")) throw new TemplateSyntaxError(`"${this.text.slice(start)}" lacks its closing brace`);
    return { text: this.text.slice(start, this.at), sources };
  }

  private readType(): string | null {
    const start = this.at;
    if (!typeStart.test(this.text.charAt(this.at))) return null;
    while (typePart.test(this.text.charAt(this.at))) this.at += 1;
    return this.text.slice(start, this.at);
  }

  private readSource(type: string): SourceUse {
    const params = this.take("(") ? this.readParams() : [];
    this.skipSpaces();
    const address = this.take(":") ? this.readAddress() : null;
    return { type, params, address };
  }

  private readParams(): Template[] {
    const params: Template[] = [];
    for (;;) {
      this.skipSpaces();
      const quoted = this.readQuoted();
      const param = quoted === null ? trimmed(this.readParts((char) => char === "," || char === ")" || char === "}")) : [quoted];
      this.skipSpaces();
      const closes = this.take(")");
      if (param.length > 0 || !closes || params.length > 0) params.push(param);
      if (closes) return params;
      if (!this.take(",")) throw new TemplateSyntaxError(`"${this.text}" has a parameter list that is not closed`);
    }
  }

  private readAddress(): Template | null {
    this.skipSpaces();
    const quoted = this.readQuoted();
    if (quoted !== null) {
      this.skipSpaces();
      return [quoted];
    }
    const parts = trimmed(this.readParts((char) => char === "," || char === "}"));
    return parts.length === 0 ? null : parts;
  }

  private readFallback(): Source {
    this.skipSpaces();
    const quoted = this.readQuoted();
    if (quoted !== null) return this.literal(quoted);
    const start = this.at;
    while (typePart.test(this.text.charAt(this.at))) this.at += 1;
    const word = this.text.slice(start, this.at);
    this.skipSpaces();
    const next = this.text.charAt(this.at);
    if (/^[a-z][a-zA-Z0-9.-]*$/.test(word) && (next === ":" || next === "(")) return this.readSource(word);
    if (word === "true" || word === "false") return this.literal(word === "true");
    if (word === "null") return this.literal(null);
    if (word !== "" && !Number.isNaN(Number(word))) return this.literal(Number(word));
    throw new TemplateSyntaxError(`"${this.text}": a fallback is another source, or a quoted text, a number, true, false or null`);
  }

  private literal(value: Json): Source {
    this.skipSpaces();
    if (this.text.charAt(this.at) !== "}") throw new TemplateSyntaxError(`"${this.text}": nothing may follow a literal fallback`);
    return { literal: value };
  }

  /** A text in quotes that begins here, or null. Double quotes take JSON's escapes. */
  private readQuoted(): string | null {
    const quote = this.text.charAt(this.at);
    if (quote !== '"' && quote !== "'") return null;
    const pattern = quote === '"' ? /"(?:[^"\\]|\\.)*"/y : /'[^']*'/y;
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) throw new TemplateSyntaxError(`"${this.text}" has a quote that is not closed`);
    this.at += found.length;
    return quote === "'" ? found.slice(1, -1) : parseJsonText(found);
  }

  private take(char: string): boolean {
    if (this.text.charAt(this.at) !== char) return false;
    this.at += 1;
    return true;
  }

  private skipSpaces(): void {
    while (this.text.charAt(this.at) === " ") this.at += 1;
  }
}

function trimmed(parts: Template): Template {
  return parts
    .map((part, index) => {
      if (typeof part !== "string") return part;
      const left = index === 0 ? part.trimStart() : part;
      return index === parts.length - 1 ? left.trimEnd() : left;
    })
    .filter((part) => part !== "");
}

function parseJsonText(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw new TemplateSyntaxError(`${quoted} is not a text that JSON could read`);
  }
}

import type { Template } from "./template.js";
import { VariableReader } from "./variable-reader.js";

/**
 * The template of a text, or null when it has neither variables nor escapes. `${Name}` and `${AWS::Name}` are
 * CloudFormation's and stay text, but variables may stand inside them. Odd corners are those of the reference's parser.
 * @throws TemplateSyntaxError
 */
export function parseTemplate(text: string): Template | null {
  if (!text.includes("${")) return null;
  const parts = new TextReader(text).read();
  return parts.length === 1 && parts[0] === text ? null : parts;
}

/** Reads a whole text: what is plain, what is escaped (`\${`), variables, and CloudFormation's own `${…}`. */
class TextReader {
  private readonly variables: VariableReader;
  private readonly parts: Template = [];
  /** Where the plain text begins that no part holds yet. */
  private plainFrom = 0;

  constructor(private readonly text: string) {
    this.variables = new VariableReader(text);
  }

  read(): Template {
    const reader = this.variables;
    while (reader.at < this.text.length) {
      const char = reader.peek();
      if (char === "\\") this.readBackslashes();
      else if (char === "$") this.readDollar();
      else reader.at += 1;
    }
    this.addPlain(this.text.length);
    return this.parts;
  }

  /** Backslashes before `${` are halved; an odd one makes it text. */
  private readBackslashes(): void {
    const reader = this.variables;
    const start = reader.at;
    reader.skipRun("\\");
    const count = reader.at - start;
    if (count % 2 === 1) {
      if (reader.peek() !== "$") return;
      if (this.text[reader.at + 1] === "{") {
        this.addPlain(start + Math.floor(count / 2));
        this.plainFrom = reader.at;
        reader.at += 2;
      } else reader.at += this.text[reader.at + 1] === "$" || this.text[reader.at + 1] === "\\" ? 1 : 2;
      return;
    }
    if (reader.peek() === "$") this.readDollar(start);
  }

  private readDollar(backslashesFrom: number | null = null): void {
    const reader = this.variables;
    const start = reader.at;
    if (!reader.takeOpening()) return;
    const isDoubled = this.text[start + 1] === "$";
    if (backslashesFrom !== null && !isDoubled) {
      this.addPlain(backslashesFrom + (start - backslashesFrom) / 2);
      this.plainFrom = start;
    }
    this.readOpened(start);
  }

  /** What follows `${`. In one that is CloudFormation's, only further variables and its end are looked for. */
  private readOpened(opening: number): void {
    const reader = this.variables;
    let depth = this.readVariable(opening) ? 1 : 0;
    while (depth > 0 && reader.at < this.text.length) {
      const start = reader.at;
      const char = reader.peek();
      if (char === "}") depth -= 1;
      if (char !== "$") reader.at += 1;
      else if (reader.takeOpening() && this.readVariable(start)) depth += 1;
    }
  }

  /** Whether it was CloudFormation's and goes on. */
  private readVariable(start: number): boolean {
    const variable = this.variables.readVariable(start, false);
    if (typeof variable === "string") return variable === "foreign";
    this.addPlain(start);
    this.parts.push(variable);
    this.plainFrom = this.variables.at;
    return false;
  }

  private addPlain(end: number): void {
    const plain = this.text.slice(this.plainFrom, end);
    const last = this.parts.at(-1);
    if (plain === "") return;
    if (typeof last === "string") this.parts[this.parts.length - 1] = last + plain;
    else this.parts.push(plain);
  }
}

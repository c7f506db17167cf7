import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../diagnostic.js";
import type { Path } from "../path.js";

/** What variables may make of one config. Real ones make some thousand values and some kilobytes of text. */
const maxValues = 500_000;
const maxTextLength = 50_000_000;
const maxProperties = 20_000;
/** Properties that are looked at to find a circle. */
const maxSteps = 1_000_000;

export type Budget = {
  /** A copy of a value of its own. @throws CompileError `config_too_large` */
  copy(value: Json, path: Path): Json;
  /** Counts the length of a text that was put together. @throws CompileError `config_too_large` */
  spendText(length: number, path: Path): void;
  /** Counts a property that holds variables. @throws CompileError `config_too_large` */
  spendProperty(path: Path): void;
  /** Counts a property that was looked at to find a circle. @throws CompileError `config_too_large` */
  spendStep(path: Path): void;
};

/** Counts what variables make, so that those that double each other end in a refusal instead of in the memory's end. */
export function createBudget(): Budget {
  let values = 0;
  let textLength = 0;
  let properties = 0;
  let steps = 0;
  const spendText = (length: number, path: Path): void => {
    textLength += length;
    if (textLength > maxTextLength) throw tooLarge(`The config's variables make more than ${maxTextLength} characters of text`, path);
  };
  const copy = (node: Json, path: Path): Json => {
    if (typeof node === "string") spendText(node.length, path);
    if (++values > maxValues) throw tooLarge(`The config's variables make more than ${maxValues} values`, path);
    if (typeof node !== "object" || node === null) return node;
    if (Array.isArray(node)) return node.map((item) => copy(item, path));
    const own: JsonObject = {};
    for (const key of Object.keys(node)) {
      const item = node[key];
      if (item !== undefined) own[key] = copy(item, path);
    }
    return own;
  };
  return {
    copy,
    spendText,
    spendProperty(path) {
      if (++properties > maxProperties) throw tooLarge(`The config has more than ${maxProperties} properties that hold variables`, path);
    },
    spendStep(path) {
      if (++steps > maxSteps) throw tooLarge("The config's properties depend on each other in too many ways", path);
    },
  };
}

function tooLarge(message: string, path: Path): CompileError {
  return new CompileError({ code: "config_too_large", message, path, hint: "Look for variables that repeat each other." });
}

import { serviceNameSchema, stageNameSchema } from "@windlass/contracts/name";

/** A stage as people write it: `prod`, or `orders/prod` where several services have one of that name. */
export type StageWord = { service: string | null; stage: string };

/** What a comment asks for. */
export type Command =
  | { name: "help" }
  | { name: "preview" }
  | { name: "deploy"; target: StageWord }
  | { name: "rollback"; target: StageWord | null; to: number | null }
  /** It speaks to Windlass, and is not understood. */
  | { name: "unknown"; problem: string };

const longestLine = 300;
/** A comment of GitHub is no longer. */
const longestBody = 65_536;

/**
 * The command in a comment, null where there is none. A command is a line of its own that begins with `/windlass`, outside of quotes,
 * code and what is hidden. Pure; the text is anybody's.
 */
export function parseCommand(body: string): Command | null {
  const lines = visibleLines(body.slice(0, longestBody)).filter((line) => /^\/windlass(?:\s|$)/i.test(line));
  const [first] = lines;
  if (first === undefined) return null;
  if (lines.length > 1) return { name: "unknown", problem: "One command in a comment, please." };
  if (first.length > longestLine) return { name: "unknown", problem: "That is too long for a command." };
  const [, word = "help", ...rest] = first.trim().split(/\s+/);
  return commandOf(word.toLowerCase(), rest);
}

function commandOf(word: string, rest: string[]): Command {
  if (word === "help" || word === "preview") return rest.length === 0 ? { name: word } : { name: "unknown", problem: `${word} takes nothing more.` };
  if (word === "deploy") {
    const target = rest.length === 1 ? stageWord(rest[0]) : null;
    return target === null ? { name: "unknown", problem: "deploy takes one stage." } : { name: "deploy", target };
  }
  if (word === "rollback") return rollbackOf(rest);
  return { name: "unknown", problem: "There is no such command." };
}

/** `rollback`, `rollback prod`, `rollback prod 41`, `rollback prod #41`. */
function rollbackOf(rest: string[]): Command {
  const [where, to, ...more] = rest;
  if (where === undefined) return { name: "rollback", target: null, to: null };
  const target = stageWord(where);
  const number = to === undefined ? null : /^#?([1-9]\d{0,8})$/.exec(to)?.[1];
  if (target === null || number === undefined || more.length > 0) return { name: "unknown", problem: "rollback takes a stage, and the number of a deployment to go back to." };
  return { name: "rollback", target, to: number === null ? null : Number(number) };
}

function stageWord(word: string | undefined): StageWord | null {
  const [first = "", second, ...more] = (word ?? "").split("/");
  if (more.length > 0) return null;
  const [service, stage] = second === undefined ? [null, first] : [first, second];
  if (!stageNameSchema.safeParse(stage).success) return null;
  return service === null || serviceNameSchema.safeParse(service).success ? { service, stage } : null;
}

/** Lines that people see as text: none of code, of quotes, or of comments of HTML. */
function visibleLines(body: string): string[] {
  const visible: string[] = [];
  let fence: string | null = null;
  let isHidden = false;
  for (const line of body.split(/\r\n|\r|\n/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== null) {
      if (mark !== undefined && mark.startsWith(fence) && line.trim() === mark) fence = null;
    } else if (isHidden) {
      isHidden = !line.includes("-->");
    } else if (mark !== undefined) {
      fence = mark;
    } else {
      isHidden = line.lastIndexOf("<!--") > line.lastIndexOf("-->");
      visible.push(line);
    }
  }
  return visible;
}

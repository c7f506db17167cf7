import type { CliIo, Output } from "../io.js";

const codes = { red: "31;1", yellow: "33;1", green: "32;1", cyan: "36;1", blue: "34;1", bold: "1", dim: "2" } as const;
export type Colour = keyof typeof codes;

/** Colours a text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;

/** Colours are for terminals, unless the user said otherwise (https://no-color.org). */
export function createPaint(output: Output, env: CliIo["env"]): Paint {
  const enabled = output.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
  return enabled ? (colour, text) => (text === "" ? "" : `\u001b[${codes[colour]}m${text}\u001b[0m`) : (_colour, text) => text;
}

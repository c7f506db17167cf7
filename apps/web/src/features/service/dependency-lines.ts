import { inputTextSchema, serviceInputsSchema, type ServiceInputs } from "@windlass/contracts/input-text";
import { parameterNameSchema, serviceNameSchema } from "@windlass/contracts/name";
import { z } from "zod";

function linesOf(text: string): string[] {
  return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
}

/** Names of services, one on each line. */
export const serviceLinesSchema = z.string().transform((text, context): string[] => {
  const names = [...new Set(linesOf(text))];
  const wrong = names.find((name) => !serviceNameSchema.safeParse(name).success);
  if (wrong !== undefined) context.addIssue({ code: "custom", message: `“${wrong}” is no name of a service.` });
  return names;
});

/** Inputs, one on each line, as `NAME=text`. */
export const inputLinesSchema = z.string().transform((text, context): ServiceInputs => {
  const inputs = new Map<string, string>();
  for (const line of linesOf(text)) {
    const at = line.indexOf("=");
    const [name, value] = [line.slice(0, Math.max(0, at)).trim(), line.slice(at + 1).trim()];
    const problem = problemOf({ line, at, name, value, taken: inputs.has(name) });
    if (problem !== null) context.addIssue({ code: "custom", message: problem });
    inputs.set(name, value);
  }
  const checked = serviceInputsSchema.safeParse(Object.fromEntries(inputs));
  return checked.success ? checked.data : {};
});

function problemOf({ line, at, name, value, taken }: { line: string; at: number; name: string; value: string; taken: boolean }): string | null {
  if (at < 1) return `Write “${line}” as NAME=text.`;
  if (taken) return `${name} is there twice.`;
  const [named, text] = [parameterNameSchema.safeParse(name), inputTextSchema.safeParse(value)];
  if (!named.success) return `${name}: ${named.error.issues[0]?.message ?? ""}`;
  return text.success ? null : `${name}: ${text.error.issues[0]?.message ?? ""}`;
}

/** The same lines of what is stored. */
export function inputLines(inputs: ServiceInputs): string {
  return Object.entries(inputs).map(([name, text]) => `${name}=${text}`).join("\n");
}

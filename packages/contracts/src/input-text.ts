import { z } from "zod";
import { parameterNameSchema, serviceNameSchema, stageNameSchema } from "./name.js";

/** What a part of an input's text stands for. */
export type InputPart =
  | { kind: "text"; text: string }
  /** The name of the stage that is deployed. */
  | { kind: "stage" }
  /** An output of another service's stack, in the stage of the same name. */
  | { kind: "output"; service: string; output: string };

const outputKey = /^[A-Za-z0-9]{1,255}$/;

/**
 * Takes an input's text apart: `${service.Output}` and `${sls:stage}` are variables, as in Serverless Compose
 * (https://www.serverless.com/framework/docs/guides/compose). Names of services may have dots, keys of outputs have none.
 * Null for a text with any other variable.
 */
export function parseInput(text: string): InputPart[] | null {
  const parts: InputPart[] = [];
  for (const [index, piece] of text.split("${").entries()) {
    if (index === 0) {
      if (piece !== "") parts.push({ kind: "text", text: piece });
      continue;
    }
    const end = piece.indexOf("}");
    const variable = end === -1 ? null : variableOf(piece.slice(0, end).trim());
    if (variable === null) return null;
    parts.push(variable);
    if (end + 1 < piece.length) parts.push({ kind: "text", text: piece.slice(end + 1) });
  }
  return parts;
}

function variableOf(inside: string): InputPart | null {
  if (inside === "sls:stage") return { kind: "stage" };
  const dot = inside.lastIndexOf(".");
  const [service, output] = [inside.slice(0, dot), inside.slice(dot + 1)];
  return dot > 0 && serviceNameSchema.safeParse(service).success && outputKey.test(output) ? { kind: "output", service, output } : null;
}

/** The services whose outputs an input's text names. */
export function servicesOfInput(text: string): string[] {
  return [...new Set((parseInput(text) ?? []).flatMap((part) => (part.kind === "output" ? [part.service] : [])))];
}

export const inputTextSchema = z
  .string()
  .max(2_000)
  .refine((text) => parseInput(text) !== null, "Use text, ${service.Output} for an output of another service's stack, and ${sls:stage} for the stage's name.");

/** Name of a parameter → its text. */
export const serviceInputsSchema = z.record(parameterNameSchema, inputTextSchema).refine((inputs) => Object.keys(inputs).length <= 100, "Give at most 100 inputs.");
export type ServiceInputs = z.infer<typeof serviceInputsSchema>;

/** One input as a release was compiled with it, and where every part of it came from. */
export const resolvedInputSchema = z.object({
  name: z.string(),
  /** As the service's settings have it. */
  text: z.string(),
  /** With secrets masked. */
  value: z.string(),
  secret: z.boolean(),
  /** Whether a parameter of the stage's own of this name took its place. */
  overridden: z.boolean(),
  from: z.array(
    z.object({
      service: z.string(),
      stage: stageNameSchema,
      output: z.string(),
      /** Number of the release that the other stage ran. */
      release: z.number().int().nullable(),
    }),
  ),
});
export type ResolvedInput = z.infer<typeof resolvedInputSchema>;

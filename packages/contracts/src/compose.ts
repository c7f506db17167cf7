import { z } from "zod";
import { serviceInputsSchema } from "./input-text.js";
import { relativePathSchema, serviceNameSchema, timestampSchema } from "./name.js";
import { createStageSchema } from "./stage.js";

/** The files that describe several services at once, in the order in which they are looked for. Those that are programs are not run. */
export const composeFileNames = ["serverless-compose.yml", "serverless-compose.yaml", "serverless-compose.json"] as const;

/** How long such a file may be, in characters. */
export const longestComposeText = 200_000;

/** What a compose file means for one service. */
export const composeServiceSchema = z.object({
  /** Its name in the file. */
  key: z.string(),
  /** Its name in Windlass: that of the service of this folder, else the key, else with the repository's name before it. */
  name: serviceNameSchema,
  action: z.enum(["create", "change", "same"]),
  rootDirectory: relativePathSchema,
  configFile: z.string().nullable(),
  dependsOn: z.array(serviceNameSchema),
  inputs: serviceInputsSchema,
  /** What differs from the service as it is, in words. */
  changes: z.array(z.string()),
  /** Parameters of the file that Windlass cannot take over, and why. */
  leftOut: z.array(z.object({ param: z.string(), reason: z.string() })),
  /** The wave in which it is deployed with all of the file. */
  wave: z.number().int().positive(),
});
export type ComposeService = z.infer<typeof composeServiceSchema>;

/** What taking over a compose file would do. */
export const composePlanSchema = z.object({
  services: z.array(composeServiceSchema),
  /** Services of the repository that the file does not name: they stay as they are. */
  others: z.array(z.string()),
  /** Why the file cannot be taken over; empty where it can. */
  problems: z.array(z.string()),
});
export type ComposePlan = z.infer<typeof composePlanSchema>;

/** The compose file of a repository, as a worker last read it at the head of the default branch. */
export const composeStatusSchema = z.object({
  /** Null where nobody has asked for it yet. */
  askedAt: timestampSchema.nullable(),
  /** Null while a worker has not read it since. */
  readAt: timestampSchema.nullable(),
  /** Null where the repository has none. */
  file: z.string().nullable(),
  commit: z.string().nullable(),
  /** Why it could not be read. */
  problem: z.string().nullable(),
  plan: composePlanSchema.nullable(),
});
export type ComposeStatus = z.infer<typeof composeStatusSchema>;

/** `text` is the file's content; what a worker last read where it is left out. */
export const planComposeSchema = z.object({ text: z.string().max(longestComposeText).optional() });
export type PlanCompose = z.infer<typeof planComposeSchema>;

/** Creates and changes what the plan says; with `stage`, services without a stage of that name get one. */
export const importComposeSchema = planComposeSchema.extend({ stage: createStageSchema.optional() });
export type ImportCompose = z.infer<typeof importComposeSchema>;

import { z } from "zod";
import { timestampSchema } from "./name.js";
import { leftoverSchema } from "./removal.js";

/** Where a release keeps the code of one function. `hash` is the zip's SHA-256, hex. */
export const storedCodeSchema = z.object({ bucket: z.string(), key: z.string(), hash: z.string() });
export type StoredCode = z.infer<typeof storedCodeSchema>;

/** A roll-back whose functions got their code before CloudFormation was asked. */
export const fastResultSchema = z.object({
  functions: z.array(z.string()),
  /** When every function answered with the release's code. */
  codeAt: timestampSchema,
  /** From the request for the roll-back until then, by the database's clock. */
  afterMs: z.number().int().nonnegative(),
  /** When the code was taken back because the stack could not follow. */
  restoredAt: timestampSchema.nullable().default(null),
});
export type FastResult = z.infer<typeof fastResultSchema>;

/** Functions that got the code of another release, alone: the stack does not know. */
export const functionsResultSchema = z.object({
  /** Number of the release whose code they run, and of the one that the stack is of. */
  release: z.number().int(),
  stackRelease: z.number().int(),
  functions: z.array(
    z.object({
      name: z.string(),
      functionName: z.string(),
      code: storedCodeSchema,
      /** Properties in which the two releases differ and which were left as the stack has them. */
      left: z.array(z.string()),
    }),
  ),
});
export type FunctionsResult = z.infer<typeof functionsResultSchema>;

/** What a promoted zip is, held against the one that it was promoted from. */
export const promotedArtifactSchema = z.object({
  /** A function's name, or a layer's. */
  name: z.string(),
  kind: z.enum(["function", "layer"]),
  /** Whether both stages run the same bytes, by their SHA-256. */
  identical: z.boolean(),
  /** Whether it is the very object in the bucket that the other stage runs. */
  sameObject: z.boolean(),
  hash: z.string().nullable(),
  fromHash: z.string().nullable(),
  /** Why the bytes differ; null where they do not. */
  why: z.string().nullable(),
});
export type PromotedArtifact = z.infer<typeof promotedArtifactSchema>;

/** A property in which the templates of the two stages differ; secrets are masked. */
export const configDifferenceSchema = z.object({ logicalId: z.string(), resourceType: z.string(), path: z.string(), from: z.string().nullable(), to: z.string().nullable() });
export type ConfigDifference = z.infer<typeof configDifferenceSchema>;

/** The proof of a promotion: what is the same on both stages, and what is not. */
export const promotionResultSchema = z.object({
  stage: z.string(),
  number: z.number().int(),
  release: z.number().int(),
  artifacts: z.array(promotedArtifactSchema),
  /** Null where the release promoted from was built before its secrets were masked. */
  differences: z.array(configDifferenceSchema).nullable(),
  /** How many more differences there are than are listed. */
  moreDifferences: z.number().int().nonnegative(),
});
export type PromotionResult = z.infer<typeof promotionResultSchema>;

/** What came of a deployment besides its outputs, by topic. Stored with it; new topics are optional. */
export const deploymentResultsSchema = z.object({
  /** Kinds `remove` and `repair`: what the check after a deletion found. */
  removal: z.object({ checkedAt: z.iso.datetime(), items: z.array(leftoverSchema) }).optional(),
  fast: fastResultSchema.optional(),
  functions: functionsResultSchema.optional(),
  promotion: promotionResultSchema.optional(),
});
export type DeploymentResults = z.infer<typeof deploymentResultsSchema>;

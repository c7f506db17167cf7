import { z } from "zod";

export const changeActions = ["add", "change", "replace", "remove", "import"] as const;
export const riskLevels = ["none", "low", "medium", "high"] as const;

/** One resource of a plan. `replace: "maybe"` is CloudFormation's `Conditional`. */
export const resourceChangeSchema = z.object({
  logicalId: z.string(),
  physicalId: z.string().nullable(),
  resourceType: z.string(),
  action: z.enum(changeActions),
  replacement: z.enum(["no", "maybe", "yes"]),
  /** Tables, buckets, databases and the like, whose loss loses data. */
  stateful: z.boolean(),
  risk: z.enum(riskLevels),
  /** The properties that change, as paths below the resource, and whether each forces a replacement. */
  properties: z.array(
    z.object({
      path: z.string(),
      requiresRecreation: z.enum(["never", "maybe", "always"]),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
});
export type ResourceChange = z.infer<typeof resourceChangeSchema>;

/** A right or a way in that a plan adds or takes away: a policy's statement, a managed policy, a security group's rule. */
export const accessChangeSchema = z.object({
  logicalId: z.string(),
  resourceType: z.string(),
  kind: z.enum(["iam", "security_group"]),
  /** Where in the resource it is: `Policies.read`, `AssumeRolePolicyDocument`, `SecurityGroupIngress`. */
  property: z.string(),
  change: z.enum(["added", "removed"]),
  /** In one line: `Allow s3:GetObject on ${Bucket.Arn}/*`. */
  text: z.string(),
  /** Everybody, every action, every resource or every address. */
  broad: z.boolean(),
});
export type AccessChange = z.infer<typeof accessChangeSchema>;

const codeSchema = z.object({ hash: z.string(), sizeBytes: z.number().int().nonnegative() });

/** The zip of a function in the release before and in this one; null where the function is not in it. */
export const codeChangeSchema = z.object({ function: z.string(), before: codeSchema.nullable(), after: codeSchema.nullable() });
export type CodeChange = z.infer<typeof codeChangeSchema>;

/** `before` is null where nothing is deployed, or where that could not be read. */
const budgetLineSchema = z.object({ before: z.number().int().nullable(), after: z.number().int(), limit: z.number().int() });
export type BudgetLine = z.infer<typeof budgetLineSchema>;

/** How much of what CloudFormation takes the template needs. */
export const budgetSchema = z.object({
  resources: budgetLineSchema,
  outputs: budgetLineSchema,
  parameters: budgetLineSchema,
  templateBytes: budgetLineSchema,
  /** What the events of the functions cost, by their type, dearest first. */
  events: z.array(z.object({ type: z.string(), count: z.number().int(), resources: z.number().int() })),
});
export type Budget = z.infer<typeof budgetSchema>;
export type EventCost = Budget["events"][number];

/** A stack that imports a value; service and stage where Windlass deploys it. */
const importerSchema = z.object({ stackName: z.string(), service: z.string().nullable(), stage: z.string().nullable() });
export type Importer = z.infer<typeof importerSchema>;

/** An export that the plan takes away or changes although other stacks import it. */
export const exportInUseSchema = z.object({
  name: z.string(),
  /** `may_change`: a resource that it names may be replaced; CloudFormation decides that when it is at work. */
  change: z.enum(["removed", "changed", "may_change"]),
  /** Its value goes with a resource that the plan replaces or removes. */
  byReplacement: z.boolean().default(false),
  importers: z.array(importerSchema),
});
export type ExportInUse = z.infer<typeof exportInUseSchema>;

/** What a deployment will change, resource by resource, before it is executed. */
export const planSchema = z.object({
  changeSetId: z.string().nullable(),
  /** `create` for a first deployment, `update`, `delete` for a removal, `none` when nothing changes. */
  operation: z.enum(["create", "update", "delete", "none"]),
  changes: z.array(resourceChangeSchema),
  counts: z.object({
    added: z.number().int(),
    changed: z.number().int(),
    replaced: z.number().int(),
    removed: z.number().int(),
  }),
  // Plans of before these were known lack them.
  access: z.array(accessChangeSchema).default([]),
  code: z.array(codeChangeSchema).default([]),
  budget: budgetSchema.nullable().default(null),
  exportsInUse: z.array(exportInUseSchema).default([]),
});
export type Plan = z.infer<typeof planSchema>;
export type PlanCounts = Plan["counts"];

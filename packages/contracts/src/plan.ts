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
});
export type Plan = z.infer<typeof planSchema>;
export type PlanCounts = Plan["counts"];

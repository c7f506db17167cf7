import { z } from "zod";
import { problemDetailSchema } from "./error.js";
import { timestampSchema } from "./name.js";

const fields = {
  /** A check run for each deployment, or a commit status where Windlass cannot write checks. */
  status: z.boolean(),
  /** Deployments and environments. */
  deployments: z.boolean(),
  /** One comment per pull request, edited in place. */
  comment: z.boolean(),
  /** Whether `/windlass …` in a comment of a pull request does anything. */
  commands: z.boolean(),
};

/** What a repository's forge is told. Stored as one value; what is not given has its default. */
export const reportSettingsSchema = z.object({
  status: fields.status.default(true),
  deployments: fields.deployments.default(true),
  comment: fields.comment.default(true),
  commands: fields.commands.default(true),
});
export type ReportSettings = z.infer<typeof reportSettingsSchema>;
export const updateReportSettingsSchema = z.object(fields).partial();

export const reportParts = ["check", "status", "deployment", "comment"] as const;
export type ReportPart = (typeof reportParts)[number];

/** What the repository's forge was told of a deployment. */
export const forgeReportSchema = z.object({
  /** `given_up`: the forge refused; the next change of the deployment is told again. */
  state: z.enum(["waiting", "reported", "failing", "given_up"]),
  parts: z.array(
    z.object({
      kind: z.enum(reportParts),
      /** In the forge's own word, such as `in_progress`. */
      state: z.string(),
      url: z.string().nullable(),
      at: timestampSchema,
    }),
  ),
  error: problemDetailSchema.nullable(),
  nextTryAt: timestampSchema.nullable(),
});
export type ForgeReport = z.infer<typeof forgeReportSchema>;

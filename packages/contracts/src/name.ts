import { z } from "zod";

/** Names of services: they become part of URLs, commands and S3 keys. */
export const serviceNameSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9][a-z0-9._-]*$/i, "Use letters, digits, dots, dashes and underscores, beginning with a letter or digit.");

/** Names of stages, as the Serverless Framework allows them; they become part of the stack's name. */
export const stageNameSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9][a-z0-9-]*$/i, "Use letters, digits and dashes, beginning with a letter or digit.");

/** Names of parameters, as `${param:NAME}` asks for them. */
export const parameterNameSchema = z.string().regex(/^[A-Za-z_][\w.-]{0,127}$/, "Use letters, digits, dots, dashes and underscores.");

export const accountNameSchema = serviceNameSchema;

export const regionSchema = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "Use an AWS region such as eu-central-1.");

/** A path below the repository's root: no leading slash, no `..`, no NUL. Empty means the root itself. */
export const relativePathSchema = z
  .string()
  .max(500)
  .refine(
    (path) => !path.startsWith("/") && !path.includes("\0") && !path.split(/[/\\]/).includes(".."),
    "Use a path inside the repository, without a leading slash or `..`.",
  );

/** A branch, tag or commit. Never begins with a dash, so that git cannot take it for an option. */
export const gitRefSchema = z
  .string()
  .min(1)
  .max(255)
  .regex(/^(?!-)(?!.*\.\.)[^\s~^:?*[\\\x00-\x1f\x7f]+$/, "Use the name of a branch or tag, or a commit.");

export const idSchema = z.uuid();
export const timestampSchema = z.iso.datetime();

import { longestComposeText } from "@windlass/contracts/compose";
import { WindlassError } from "@windlass/contracts/error";
import { parse, YAMLError } from "yaml";
import { z } from "zod";

const paramSchema = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/**
 * The grammar of Serverless Compose: https://www.serverless.com/framework/docs/guides/compose (path, config, params, dependsOn). What
 * else the file has is not ours to judge.
 */
const composeFileSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      path: z.string(),
      config: z.string().optional(),
      dependsOn: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
      params: z.record(z.string(), paramSchema).default({}),
    }),
  ),
});
export type ComposeFile = z.infer<typeof composeFileSchema>;

/** Reads the text of a compose file, YAML or JSON. Throws `config_invalid` with what is wrong and where. */
export function parseCompose(text: string): ComposeFile {
  if (text.length > longestComposeText) throw invalid(`It is longer than ${longestComposeText} characters.`);
  const parsed = composeFileSchema.safeParse(parseYaml(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
}

function parseYaml(text: string): unknown {
  try {
    // Aliases that grow into a thousand copies are a bomb, not a config.
    return parse(text, { maxAliasCount: 50, prettyErrors: true, logLevel: "silent" });
  } catch (error) {
    if (error instanceof YAMLError) throw invalid(error.message.split("\n")[0] ?? "");
    if (error instanceof ReferenceError) throw invalid(error.message);
    throw error;
  }
}

function invalid(why: string): WindlassError {
  return new WindlassError("config_invalid", `The compose file cannot be read. ${why}`, { hint: "Correct the file and try again." });
}

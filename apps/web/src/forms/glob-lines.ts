import { globSchema } from "@windlass/contracts/deploy-rules";
import { z } from "zod";

/** The lines of a text that say something. */
export function linesOf(text: string): string[] {
  return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
}

/** Globs as they are typed, one on each line; an error names its line. */
export const globLinesSchema = z.string().superRefine((text, context) => {
  for (const line of linesOf(text)) {
    const checked = globSchema.safeParse(line);
    if (!checked.success) context.addIssue({ code: "custom", message: `${line}: ${checked.error.issues[0]?.message ?? "This is no glob."}` });
  }
});

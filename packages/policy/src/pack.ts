import { ruleSchema, type Rule } from "@windlass/contracts/finding";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const packFileSchema = z.strictObject({ pack: z.string(), rules: z.array(ruleSchema.omit({ pack: true })).min(1) });

/** A rule with its conditions in cfn-guard's language. */
export interface GuardRule extends Rule {
  guardText: string;
  /** The named rules of that text that cfn-guard reports; those with parameters are only called by others. */
  guardNames: string[];
}

/**
 * Reads a pack: `pack.yaml` says which rules there are, `<rule>.guard` what each checks.
 *
 * @throws ZodError or a file system error when the pack is broken: packs are part of the program.
 */
export function readPack(directory: URL): GuardRule[] {
  const file = packFileSchema.parse(parse(readFileSync(new URL("pack.yaml", directory), "utf8")));
  return file.rules.map((rule) => {
    const guardText = readFileSync(new URL(`${rule.rule}.guard`, directory), "utf8");
    const guardNames = Array.from(guardText.matchAll(/^rule (\w+)(?![\w(])/gm), (match) => match[1] ?? "");
    return { pack: file.pack, ...rule, guardText, guardNames };
  });
}

import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { essentialsDirectory } from "./packs.js";

const dateSchema = z.iso.date();
const runtimesSchema = z.record(
  z.string(),
  z.strictObject({
    deprecated: dateSchema,
    createBlocked: dateSchema.nullable(),
    updateBlocked: dateSchema.nullable(),
    successor: z.string().nullable(),
  }),
);
export type Runtime = z.infer<typeof runtimesSchema>[string];

/** AWS's dates for each Lambda runtime, by its identifier. */
export const runtimes = new Map(
  Object.entries(runtimesSchema.parse(parse(readFileSync(new URL("runtimes.yaml", essentialsDirectory), "utf8")))),
);

const dayMs = 86_400_000;
/** How long a runtime may go unpatched before it counts as unsupported. AWS itself often waits for years. */
const unpatchedLimitDays = 365;
/** AWS writes to owners of functions this long before it deprecates a runtime. */
const noticeDays = 60;

const namesWhere = (condition: (runtime: Runtime) => boolean): string[] =>
  [...runtimes].filter(([, runtime]) => condition(runtime)).map(([name]) => name);

/** Runtimes with which AWS lets no function be created, or that it has not patched for a year. */
export function unsupportedRuntimes(now: Date): string[] {
  const oldest = now.getTime() - unpatchedLimitDays * dayMs;
  return namesWhere(
    ({ deprecated, createBlocked }) =>
      Date.parse(deprecated) <= oldest || (createBlocked !== null && Date.parse(createBlocked) <= now.getTime()),
  );
}

/** Runtimes that AWS no longer patches, or stops patching soon. */
export function deprecatedRuntimes(now: Date): string[] {
  const soon = now.getTime() + noticeDays * dayMs;
  return namesWhere(({ deprecated }) => Date.parse(deprecated) <= soon);
}

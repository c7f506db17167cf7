import { z } from "zod";

export const configViews = ["config", "template", "changes"] as const;
export type ConfigView = (typeof configViews)[number];

export const templateGroupings = ["type", "function"] as const;
export type TemplateGrouping = (typeof templateGroupings)[number];

const text = z.coerce.string().max(1000).optional().catch(undefined);
const number = z.number().int().positive().optional().catch(undefined);

/** What of the Config tab is in the address. */
export const configSearchSchema = z.object({
  view: z.enum(configViews).optional().catch(undefined),
  /** The release that is shown; without it the one that the stage runs. */
  release: number,
  /** The release that it is compared with; without it the one before. */
  compare: number,
  /** Text that is searched for. */
  q: text,
  /** What is selected: a JSON pointer into the config (`/functions/hello`) or the id of something in the template. */
  at: text,
  group: z.enum(templateGroupings).optional().catch(undefined),
});
export type ConfigSearch = z.infer<typeof configSearchSchema>;

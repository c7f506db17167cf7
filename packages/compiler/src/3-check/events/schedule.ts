import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { anyOf, boolean, list, object, string, text } from "../schema.js";
import { cfFunction } from "../schemas/cloudformation.js";

export type ScheduleEvent = {
  rate: Json[];
  enabled?: boolean;
  name?: string;
  description?: string;
  input?: string | JsonObject;
  inputPath?: string;
  inputTransformer?: { inputTemplate: string; inputPathsMap?: JsonObject };
  method?: "eventBus" | "scheduler";
  roleArn?: Json;
  groupName?: Json;
  timezone?: string;
};

const rateOrCron = string({
  pattern: /^rate\((?:1 (?:minute|hour|day)|(?:1\d+|[2-9]\d*) (?:minute|hour|day)s)\)$|^cron\(\S+ \S+ \S+ \S+ \S+ \S+\)$/,
  title: '"rate(5 minutes)" or "cron(0 12 * * ? *)"',
});
const scheduleInput = anyOf(string({ maxLength: 8192 }), {
  type: "object",
  oneOf: [object({ body: string({ maxLength: 8192 }) }, { required: ["body"] }), { not: { required: ["body"] } }],
});
export const schedule = anyOf(
  rateOrCron,
  object(
    {
      rate: list(anyOf(cfFunction, rateOrCron), { minItems: 1 }),
      enabled: boolean,
      name: string({ minLength: 1, maxLength: 64, pattern: /[.\-_A-Za-z0-9]+/ }),
      description: string({ maxLength: 512 }),
      input: scheduleInput,
      inputPath: string({ maxLength: 256 }),
      inputTransformer: object({ inputTemplate: string({ minLength: 1, maxLength: 8192 }), inputPathsMap: { type: "object" } }, { required: ["inputTemplate"] }),
      method: string({ enum: ["eventBus", "scheduler"] }),
      roleArn: anyOf(text, cfFunction),
      groupName: anyOf(string({ minLength: 1, maxLength: 64, pattern: /^[0-9a-zA-Z-_.]+$/ }), cfFunction),
      timezone: string({ pattern: /[\w\-/]+/ }),
    },
    { required: ["rate"] },
  ),
);

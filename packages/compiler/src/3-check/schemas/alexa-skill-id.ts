import { anyOf, boolean, object, string, type Schema } from "../schema.js";

/** A skill that may call the function. */
export type AlexaSkillId = { appId: string; enabled?: boolean | null };

const token = string({ maxLength: 256, pattern: /^[a-zA-Z0-9._-]+$/, title: "the id of a skill" });
export const alexaSkillId: Schema = anyOf(token, object({ appId: token, enabled: boolean }, { required: ["appId"] }));

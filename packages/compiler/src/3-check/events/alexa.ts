import { anyOf, boolean, object, string, type Schema } from "../schema.js";

/** An Alexa skill, or a smart home skill, that may call the function. */
export type AlexaEvent = { appId: string; enabled?: boolean };

const token = string({ maxLength: 256, pattern: /^[a-zA-Z0-9._-]+$/, title: "the id of a skill" });
export const alexa: Schema = anyOf(token, object({ appId: token, enabled: boolean }, { required: ["appId"] }));

import type { Schema } from "../schema.js";
import { alexaSkillId, type AlexaSkillId } from "../schemas/alexa-skill-id.js";

export type AlexaSmartHomeEvent = AlexaSkillId;
export const alexaSmartHome: Schema = alexaSkillId;

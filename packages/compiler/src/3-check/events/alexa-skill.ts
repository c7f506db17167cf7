import type { Schema } from "../schema.js";
import { alexaSkillId, type AlexaSkillId } from "../schemas/alexa-skill-id.js";

export type AlexaSkillEvent = AlexaSkillId;
export const alexaSkill: Schema = alexaSkillId;

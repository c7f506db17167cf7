import type { TemplateBuilder } from "../template-builder.js";
import { emitAlexaPermissions } from "./alexa-permission.js";

/** `alexaSkill`: the right of each skill to call the function. */
export function emitAlexaSkill(builder: TemplateBuilder): void {
  emitAlexaPermissions(builder, { kind: "alexaSkill", idPart: "AlexaSkill", principal: "alexa-appkit.amazon.com" });
}

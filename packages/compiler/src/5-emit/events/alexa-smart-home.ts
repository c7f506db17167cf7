import type { TemplateBuilder } from "../template-builder.js";
import { emitAlexaPermissions } from "./alexa-permission.js";

/** `alexaSmartHome`: the right of each smart home skill to call the function. */
export function emitAlexaSmartHome(builder: TemplateBuilder): void {
  emitAlexaPermissions(builder, { kind: "alexaSmartHome", idPart: "AlexaSmartHome", principal: "alexa-connectedhome.amazon.com" });
}

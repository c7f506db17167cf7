import type { AlexaEvent } from "../../3-check/events/alexa.js";
import { permissionId } from "../../4-model/naming.js";
import { eventsOfFunction } from "../event-emitter.js";
import { aliasDependency, lambdaTarget, type TemplateBuilder } from "../template-builder.js";

type AlexaKind = { kind: "alexaSkill" | "alexaSmartHome"; idPart: string; principal: string };

/** `alexaSkill`: the right of each skill to call the function. */
export function emitAlexaSkill(builder: TemplateBuilder): void {
  emitAlexa(builder, { kind: "alexaSkill", idPart: "AlexaSkill", principal: "alexa-appkit.amazon.com" });
}

/** `alexaSmartHome`: the right of each smart home skill to call the function. */
export function emitAlexaSmartHome(builder: TemplateBuilder): void {
  emitAlexa(builder, { kind: "alexaSmartHome", idPart: "AlexaSmartHome", principal: "alexa-connectedhome.amazon.com" });
}

function emitAlexa(builder: TemplateBuilder, { kind, idPart, principal }: AlexaKind): void {
  for (const fn of builder.model.functions) {
    for (const [index, { event, path }] of eventsOfFunction(fn, kind).entries()) {
      const skill: AlexaEvent = typeof event === "string" ? { appId: event } : event;
      builder.add(
        permissionId(fn.key, `${idPart}${index + 1}`),
        {
          Type: "AWS::Lambda::Permission",
          DependsOn: aliasDependency(fn),
          Properties: {
            FunctionName: lambdaTarget(fn),
            Action: skill.enabled === false ? "lambda:DisableInvokeFunction" : "lambda:InvokeFunction",
            Principal: principal,
            EventSourceToken: skill.appId,
          },
        },
        path,
      );
    }
  }
}

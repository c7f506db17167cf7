import type { AlexaSkillId } from "../../3-check/schemas/alexa-skill-id.js";
import { permissionId } from "../../4-model/naming.js";
import { eventsOfFunction } from "../event-emitter.js";
import { aliasDependency, lambdaTarget, type TemplateBuilder } from "../template-builder.js";

type AlexaKind = { kind: "alexaSkill" | "alexaSmartHome"; idPart: string; principal: string };

/** The rights of skills of a kind to call functions, numbered within the function. */
export function emitAlexaPermissions(builder: TemplateBuilder, { kind, idPart, principal }: AlexaKind): void {
  for (const fn of builder.model.functions) {
    for (const [index, { event, path }] of eventsOfFunction(fn, kind).entries()) {
      const skill: AlexaSkillId = typeof event === "string" ? { appId: event } : event;
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

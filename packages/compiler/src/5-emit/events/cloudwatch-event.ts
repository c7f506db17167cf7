import { getAtt } from "@windlass/cloudformation/intrinsics";
import { CompileError } from "../../diagnostic.js";
import { idOf, permissionId } from "../../4-model/naming.js";
import { eventsOfFunction } from "../event-emitter.js";
import { lambdaPermission } from "../lambda-permission.js";
import { aliasDependency, lambdaTarget, type TemplateBuilder } from "../template-builder.js";

/** `cloudwatchEvent`: a rule of the default event bus and a permission for each event, numbered within the function. */
export function emitCloudwatchEvent(builder: TemplateBuilder): void {
  for (const fn of builder.model.functions) {
    for (const [index, { event, path }] of eventsOfFunction(fn, "cloudwatchEvent").entries()) {
      const { input, inputPath, inputTransformer } = event;
      if ([input, inputPath, inputTransformer].filter(Boolean).length > 1) {
        throw new CompileError({ code: "conflict", message: "Only one of input, inputPath and inputTransformer can be set", path });
      }
      const logicalId = `${idOf(fn.key)}EventsRuleCloudWatchEvent${index + 1}`;
      builder.add(
        logicalId,
        {
          Type: "AWS::Events::Rule",
          DependsOn: aliasDependency(fn),
          Properties: {
            EventPattern: event.event,
            State: event.enabled === false ? "DISABLED" : "ENABLED",
            Description: event.description || undefined,
            Name: event.name || undefined,
            Targets: [
              {
                Input: input ? (typeof input === "string" ? input : JSON.stringify(input)) : undefined,
                InputPath: inputPath || undefined,
                InputTransformer: inputTransformer && { InputTemplate: inputTransformer.inputTemplate, InputPathsMap: inputTransformer.inputPathsMap },
                Arn: lambdaTarget(fn),
                Id: `${fn.key}CloudWatchEvent`,
              },
            ],
          },
        },
        path,
      );
      const permission = lambdaPermission(fn, "events.amazonaws.com", getAtt(logicalId, "Arn"));
      builder.add(permissionId(fn.key, `EventsRuleCloudWatchEvent${index + 1}`), permission, path);
    }
  }
}

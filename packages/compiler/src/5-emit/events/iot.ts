import { ref } from "@windlass/cloudformation/intrinsics";
import { idOf, permissionId } from "../../4-model/naming.js";
import { eventsOfFunction } from "../event-emitter.js";
import { lambdaPermission, localArn } from "../lambda-permission.js";
import { aliasDependency, lambdaTarget, type TemplateBuilder } from "../template-builder.js";

/** `iot`: a topic rule and a permission for each event, numbered within the function. */
export function emitIot(builder: TemplateBuilder): void {
  for (const fn of builder.model.functions) {
    for (const [index, { event, path }] of eventsOfFunction(fn, "iot").entries()) {
      const logicalId = `${idOf(fn.key)}IotTopicRule${index + 1}`;
      builder.add(
        logicalId,
        {
          Type: "AWS::IoT::TopicRule",
          DependsOn: aliasDependency(fn),
          Properties: {
            RuleName: oneLine(event.name),
            TopicRulePayload: {
              RuleDisabled: event.enabled === false,
              Sql: oneLine(event.sql) ?? "",
              Actions: [{ Lambda: { FunctionArn: lambdaTarget(fn) } }],
              Description: oneLine(event.description),
              AwsIotSqlVersion: oneLine(event.sqlVersion),
            },
          },
        },
        path,
      );
      builder.add(permissionId(fn.key, `IotTopicRule${index + 1}`), lambdaPermission(fn, "iot.amazonaws.com", localArn("iot", ":rule/", ref(logicalId))), path);
    }
  }
}

function oneLine(text: string | undefined): string | undefined {
  return text ? text.replace(/\r?\n/g, "") : undefined;
}

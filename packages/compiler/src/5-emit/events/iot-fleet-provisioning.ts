import { CompileError } from "../../diagnostic.js";
import { idOf, permissionId } from "../../4-model/naming.js";
import { eventsOfFunction } from "../event-emitter.js";
import { jsonText } from "../json-text.js";
import { lambdaPermission } from "../lambda-permission.js";
import { lambdaTarget, type TemplateBuilder } from "../template-builder.js";

/** `iotFleetProvisioning`: a provisioning template that asks the function before it provisions a device. */
export function emitIotFleetProvisioning(builder: TemplateBuilder): void {
  for (const fn of builder.model.functions) {
    const [found, second] = eventsOfFunction(fn, "iotFleetProvisioning");
    if (second) throw new CompileError({ code: "conflict", message: `Function "${fn.key}" has more than one iotFleetProvisioning event`, path: second.path });
    if (!found) continue;
    const { event, path } = found;
    const permission = permissionId(fn.key, "IotProvisioningTemplate");
    builder.add(
      `${idOf(fn.key)}IotProvisioningTemplate`,
      {
        Type: "AWS::IoT::ProvisioningTemplate",
        Properties: {
          Enabled: event.enabled === undefined ? true : event.enabled,
          PreProvisioningHook: { TargetArn: lambdaTarget(fn) },
          ProvisioningRoleArn: event.provisioningRoleArn,
          TemplateBody: jsonText(event.templateBody),
          TemplateName: event.templateName || undefined,
        },
        DependsOn: fn.alias ? [permission, fn.alias.logicalId] : [permission],
      },
      path,
    );
    builder.add(permission, lambdaPermission(fn, "iot.amazonaws.com", undefined), path);
  }
}

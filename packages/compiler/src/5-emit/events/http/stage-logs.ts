import { emitApiGatewayLogRole } from "../../custom-resources/api-gateway-log-role.js";
import type { TemplateBuilder } from "../../template-builder.js";

/** The log group of the API's stage, where `provider.logs.restApi` asks for access logs. */
export function emitStageLogs(builder: TemplateBuilder): void {
  const { provider, service, stage } = builder.model;
  const logs = provider.logs?.restApi;
  if (!logs || (logs !== true && logs.accessLogging === false)) return;
  const origin = ["provider", "logs", "restApi"];
  builder.add(
    "ApiGatewayLogGroup",
    {
      Type: "AWS::Logs::LogGroup",
      Properties: {
        LogGroupName: `/aws/api-gateway/${service}-${stage}`,
        RetentionInDays: provider.logRetentionInDays || undefined,
        DataProtectionPolicy: provider.logDataProtectionPolicy || undefined,
      },
    },
    origin,
  );
  emitApiGatewayLogRole(builder, origin);
}

import { CompileError } from "../../../diagnostic.js";
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
  if (logs !== true && logs.roleManagedExternally) return;
  throw new CompileError({
    code: "feature_unsupported",
    message: "The role by which API Gateway writes logs cannot be made yet",
    hint: "Set provider.logs.restApi.roleManagedExternally to true, and give the account that role once.",
    path: origin,
  });
}

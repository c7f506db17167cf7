import { sub } from "@windlass/cloudformation/intrinsics";
import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { emitApiGatewayLogRole } from "../../custom-resources/api-gateway-log-role.js";
import type { TemplateBuilder } from "../../template-builder.js";

const logGroupId = "WebsocketsLogGroup";
const defaultFormat = [
  "$context.identity.sourceIp",
  "$context.identity.caller",
  "$context.identity.user",
  "[$context.requestTime]",
  '"$context.eventType $context.routeKey $context.connectionId"',
  "$context.requestId",
].join(" ");

/** The stage of the websocket API, and its logs where `provider.logs.websocket` asks for them. */
export function emitWebsocketStage(builder: TemplateBuilder, stageId: string, apiId: Json): void {
  const { provider, service, stage } = builder.model;
  const logs = provider.logs?.websocket;
  const settings = logs === true || !logs ? {} : logs;
  const logging: JsonObject = logs
    ? {
        DefaultRouteSettings: {
          DataTraceEnabled: settings.fullExecutionData ?? true,
          LoggingLevel: settings.executionLogging === false ? "OFF" : settings.level || "INFO",
        },
        AccessLogSettings:
          settings.accessLogging === false
            ? undefined
            : {
                DestinationArn: sub(`arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:\${${logGroupId}}`),
                Format: settings.format || defaultFormat,
              },
      }
    : {};
  const properties = { ApiId: apiId, StageName: stage, Description: provider.websocketsDescription || "Serverless Websockets", ...logging };
  builder.add(stageId, { Type: "AWS::ApiGatewayV2::Stage", Properties: properties }, ["provider"]);
  if (!logs) return;
  builder.add(
    logGroupId,
    {
      Type: "AWS::Logs::LogGroup",
      Properties: {
        LogGroupName: `/aws/websocket/${service}-${stage}`,
        RetentionInDays: provider.logRetentionInDays || undefined,
        DataProtectionPolicy: provider.logDataProtectionPolicy || undefined,
      },
    },
    ["provider", "logs", "websocket"],
  );
  emitApiGatewayLogRole(builder, ["provider", "logs", "websocket"]);
}

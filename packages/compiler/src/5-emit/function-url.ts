import { getAtt } from "@windlass/cloudformation/intrinsics";
import type { JsonObject } from "@windlass/cloudformation/template";
import type { CorsConfig } from "../3-check/config.js";
import { idOf, permissionId } from "../4-model/naming.js";
import type { FunctionModel } from "../4-model/service-model.js";
import { aliasDependency, lambdaTarget, type TemplateBuilder } from "./template-builder.js";

const defaultHeaders = ["Content-Type", "X-Amz-Date", "Authorization", "X-Api-Key", "X-Amz-Security-Token", "X-Amzn-Trace-Id"];

/** The function's URL, its output, and the two permissions that make it public unless it asks for a signature. */
export function emitFunctionUrl(builder: TemplateBuilder, fn: FunctionModel): void {
  const { url } = fn.config;
  if (!url) return;
  const settings = url === true ? {} : url;
  const authType = settings.authorizer === "aws_iam" ? "AWS_IAM" : "NONE";
  const origin = [...fn.path, "url"];
  const common = { DependsOn: aliasDependency(fn), Condition: fn.config.condition || undefined };
  const logicalId = `${fn.logicalId}Url`;
  builder.add(
    logicalId,
    {
      Type: "AWS::Lambda::Url",
      Properties: {
        AuthType: authType,
        TargetFunctionArn: lambdaTarget(fn),
        Cors: settings.cors ? corsOf(settings.cors === true ? {} : settings.cors) : undefined,
        InvokeMode: settings.invokeMode === "RESPONSE_STREAM" ? settings.invokeMode : undefined,
      },
      ...common,
    },
    origin,
  );
  builder.output(`${idOf(fn.key)}LambdaFunctionUrl`, { Description: "Lambda Function URL", Value: getAtt(logicalId, "FunctionUrl"), Condition: common.Condition });
  if (authType !== "NONE") return;
  const permission = (properties: JsonObject) => ({ Type: "AWS::Lambda::Permission", Properties: { FunctionName: lambdaTarget(fn), Principal: "*", ...properties }, ...common });
  builder.add(permissionId(fn.key, "FnUrl"), permission({ Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: authType }), origin);
  builder.add(permissionId(fn.key, "Fn"), permission({ Action: "lambda:InvokeFunction", InvokedViaFunctionUrl: true }), origin);
}

function corsOf(cors: CorsConfig): JsonObject {
  return {
    AllowCredentials: cors.allowCredentials || undefined,
    AllowHeaders: pick(cors.allowedHeaders, defaultHeaders),
    AllowMethods: pick(cors.allowedMethods, ["*"]),
    AllowOrigins: pick(cors.allowedOrigins, ["*"]),
    ExposeHeaders: cors.exposedResponseHeaders ? unique(cors.exposedResponseHeaders) : undefined,
    MaxAge: cors.maxAge,
  };
}

/** Null leaves the setting out; undefined means the default. */
function pick(values: string[] | null | undefined, fallback: string[]): string[] | undefined {
  if (values === null) return undefined;
  return values === undefined ? [...fallback] : unique(values);
}

function unique(values: string[]): string[] {
  return Array.from(new Set(values));
}

import { join, ref } from "@windlass/cloudformation/intrinsics";
import type { Json, JsonObject, Resource } from "@windlass/cloudformation/template";
import type { FunctionModel } from "../4-model/service-model.js";
import { aliasDependency, lambdaTarget } from "./template-builder.js";

/** The right of a service to call a function, from one source. */
export function lambdaPermission(fn: FunctionModel, principal: Json, sourceArn: Json | undefined): Resource {
  return {
    Type: "AWS::Lambda::Permission",
    Properties: { FunctionName: lambdaTarget(fn), Action: "lambda:InvokeFunction", Principal: principal, SourceArn: sourceArn },
    DependsOn: aliasDependency(fn),
  };
}

/** An ARN in this stack's partition, region and account: `arn:…:<service>:…:…<rest>`. The rest begins with a colon. */
export function localArn(service: string, ...rest: Json[]): JsonObject {
  return join("", ["arn:", ref("AWS::Partition"), `:${service}:`, ref("AWS::Region"), ":", ref("AWS::AccountId"), ...rest]);
}

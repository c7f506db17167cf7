import { getAtt, join, ref } from "@windlass/cloudformation/intrinsics";
import type { Path } from "../../path.js";
import type { TemplateBuilder } from "../template-builder.js";
import { addCustomResource, customResourceFunctionId } from "./add-custom-resource.js";

const logicalId = "CustomApiGatewayAccountCloudWatchRole";

/** The account-wide role by which API Gateway writes logs, unless it is managed elsewhere. One for all APIs of the stack. */
export function emitApiGatewayLogRole(builder: TemplateBuilder, origin: Path): void {
  const logs = builder.model.provider.logs?.restApi;
  const settings = typeof logs === "object" ? logs : {};
  if (settings.roleManagedExternally || builder.resources[logicalId]) return;
  const kind = "apiGatewayCloudWatchRole";
  builder.add(
    logicalId,
    {
      Type: "Custom::ApiGatewayAccountRole",
      Version: 1,
      Properties: { ServiceToken: getAtt(customResourceFunctionId(kind), "Arn"), RoleArn: settings.role },
    },
    origin,
  );
  addCustomResource(builder, {
    kind,
    origin,
    statements: [
      {
        Effect: "Allow",
        Resource: join(":", ["arn", ref("AWS::Partition"), "iam:", ref("AWS::AccountId"), "role/*"]),
        Action: ["iam:AttachRolePolicy", "iam:CreateRole", "iam:ListAttachedRolePolicies", "iam:PassRole"],
      },
      { Effect: "Allow", Resource: join(":", ["arn", ref("AWS::Partition"), "apigateway:*::/account"]), Action: ["apigateway:GET", "apigateway:PATCH"] },
    ],
  });
}

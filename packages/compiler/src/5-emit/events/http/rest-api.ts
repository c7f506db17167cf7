import type { JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../../diagnostic.js";
import type { ProviderConfig } from "../../../3-check/config.js";
import type { TemplateBuilder } from "../../template-builder.js";

const origin = ["provider", "apiGateway"];

/** The REST API itself, unless the service adds to one of another stack. */
export function emitRestApi(builder: TemplateBuilder): void {
  const { provider, service, stage } = builder.model;
  const settings = provider.apiGateway ?? {};
  if (settings.restApiId) return;
  const policy = settings.resourcePolicy;
  builder.add(
    "ApiGatewayRestApi",
    {
      Type: "AWS::ApiGateway::RestApi",
      Properties: {
        Name: provider.apiName || (settings.shouldStartNameWithService ? `${service}-${stage}` : `${stage}-${service}`),
        BinaryMediaTypes: settings.binaryMediaTypes,
        DisableExecuteApiEndpoint: settings.disableDefaultEndpoint ?? undefined,
        EndpointConfiguration: endpointOf(provider),
        SecurityPolicy: settings.endpoint?.securityPolicy || undefined,
        EndpointAccessMode: settings.endpoint?.accessMode?.toUpperCase(),
        Tags: provider.tags && Object.entries(provider.tags).map(([Key, Value]) => ({ Key, Value })),
        // Always there, so that taking a policy out of the config takes it out of the API too.
        Policy: policy && Object.keys(policy).length > 0 ? { Version: "2012-10-17", Statement: policy } : "",
        ApiKeySourceType: settings.apiKeySourceType?.toUpperCase(),
        MinimumCompressionSize: settings.minimumCompressionSize ?? undefined,
        Description: settings.description || undefined,
      },
    },
    origin,
  );
}

function endpointOf({ endpointType, vpcEndpointIds }: ProviderConfig): JsonObject {
  const type = endpointType?.toUpperCase() ?? "EDGE";
  // Without an endpoint type the reference does not look at the VPC endpoints.
  if (!endpointType || !vpcEndpointIds) return { Types: [type] };
  if (type !== "PRIVATE") throw new CompileError({ code: "conflict", message: "vpcEndpointIds needs the endpoint type PRIVATE", path: ["provider", "vpcEndpointIds"] });
  return { Types: [type], VpcEndpointIds: vpcEndpointIds };
}

/** @throws CompileError where the service sets up an API of another stack, whether it adds to it or not. */
export function checkSharedRestApi({ model: { provider } }: TemplateBuilder): void {
  if (!provider.apiGateway?.restApiId) return;
  const refuse = (message: string, path: string[]): never => {
    throw new CompileError({ code: "conflict", message, path });
  };
  if (!provider.apiGateway.restApiRootResourceId) {
    throw new CompileError({ code: "property_missing", message: "provider.apiGateway.restApiId needs restApiRootResourceId next to it", path: [...origin, "restApiId"] });
  }
  if ((provider.tracing?.apiGateway ?? null) !== null) refuse("Tracing cannot be set for an API of another stack", ["provider", "tracing", "apiGateway"]);
  if ((provider.logs?.restApi ?? null) !== null) refuse("Logs cannot be set for an API of another stack", ["provider", "logs", "restApi"]);
}

import { GetFunctionUrlConfigCommand } from "@aws-sdk/client-lambda";
import type { Endpoint, Output } from "@windlass/contracts/deployment";
import { callAws } from "../call-aws.js";
import type { AwsSession } from "../session.js";
import type { StackResource } from "../stacks/list-stack-resources.js";
import { readDeployedApis, type DeployedApi } from "./read-deployed-apis.js";

export type FindEndpointsInput = {
  stackName: string;
  outputs: readonly Output[];
  /** The stack's template as JSON, where it is known; AWS is asked for it otherwise, and for what a transform makes of it. */
  template?: string;
  signal?: AbortSignal;
};

/**
 * The URLs by which a deployed stack's HTTP, REST and WebSocket APIs and function URLs can be called from this machine;
 * in a sandbox they lead to the emulator by path, because not every system resolves names under `localhost`. None ends in a slash.
 *
 * @throws WindlassError
 */
export async function findEndpoints(session: AwsSession, input: FindEndpointsInput): Promise<Endpoint[]> {
  const { resources, apis } = await readDeployedApis(session, input);
  const endpoints = apis.flatMap((api) => stagesOf(api, input.outputs).map((stage) => toEndpoint(session, api, stage)));
  const urls = resources.filter((resource) => resource.resourceType === "AWS::Lambda::Url");
  for (const resource of urls) endpoints.push(...(await readFunctionUrl(session, resource, input)));
  return endpoints;
}

/** The stages a template names; for one that computes their names, what the outputs' addresses show. */
function stagesOf(api: DeployedApi, outputs: readonly Output[]): string[] {
  if (api.stages.length > 0) return api.stages;
  const address = /^(?:https|wss):\/\/([a-z0-9]+)\.execute-api\.[^/]+(?:\/([^/]+))?/;
  const shown = outputs.flatMap((output) => {
    const match = address.exec(output.value);
    return match?.[1] === api.apiId ? [match[2] ?? "$default"] : [];
  });
  return [...new Set(shown)];
}

function toEndpoint(session: AwsSession, api: DeployedApi, stage: string): Endpoint {
  const path = stage === "$default" ? "" : `/${encodeURIComponent(stage)}`;
  const url = session.access.kind === "sandbox" ? sandboxUrl(session.access.endpointUrl, api) : awsUrl(session.region, api);
  return { kind: api.kind, name: api.logicalId, url: `${url}${path}` };
}

function awsUrl(region: string, api: DeployedApi): string {
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const scheme = api.kind === "websocket" ? "wss" : "https";
  return `${scheme}://${api.apiId}.execute-api.${region}.${suffix}`;
}

function sandboxUrl(endpointUrl: string, api: DeployedApi): string {
  const url = new URL(`/_aws/execute-api/${api.apiId}`, endpointUrl).href;
  return api.kind === "websocket" ? url.replace(/^http/, "ws") : url;
}

async function readFunctionUrl(session: AwsSession, resource: StackResource, input: FindEndpointsInput): Promise<Endpoint[]> {
  const { physicalId, logicalId } = resource;
  if (physicalId === null) return [];
  const answer = await callAws(session, `read the function URL ${logicalId}`, () =>
    session.lambda.send(
      new GetFunctionUrlConfigCommand({ FunctionName: physicalId }),
      input.signal ? { abortSignal: input.signal } : {},
    ),
  );
  if (!answer.FunctionUrl) return [];
  const url = new URL(answer.FunctionUrl);
  if (session.access.kind === "sandbox") {
    const id = url.hostname.split(".")[0] ?? "";
    return [{ kind: "functionUrl", name: logicalId, url: new URL(`/_aws/lambda-url/${id}`, session.access.endpointUrl).href }];
  }
  return [{ kind: "functionUrl", name: logicalId, url: url.href.replace(/\/$/, "") }];
}

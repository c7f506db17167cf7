import { expect, it } from "vitest";
import type { StackResource } from "../stacks/list-stack-resources.js";
import { sharedPrefix } from "../artifacts/find-missing.js";
import { findApis } from "./read-deployed-apis.js";

const live = (logicalId: string, resourceType: string, physicalId: string): StackResource => ({
  logicalId,
  resourceType,
  physicalId,
  status: "CREATE_COMPLETE",
  reason: null,
});

it("finds each API's kind, name and stages", () => {
  const resources = [
    live("Rest", "AWS::ApiGateway::RestApi", "r1"),
    live("RestDeployment1", "AWS::ApiGateway::Deployment", "d1"),
    live("Http", "AWS::ApiGatewayV2::Api", "h1"),
    live("HttpStage", "AWS::ApiGatewayV2::Stage", "$default"),
    live("Socket", "AWS::ApiGatewayV2::Api", "w1"),
    live("SocketStage", "AWS::ApiGatewayV2::Stage", "live"),
    live("Topic", "AWS::SNS::Topic", "t"),
  ];
  const apis = findApis(resources, {
    Rest: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "dev-orders" } },
    RestDeployment1: { Type: "AWS::ApiGateway::Deployment", Properties: { RestApiId: { Ref: "Rest" }, StageName: "dev" } },
    Http: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: { Ref: "AWS::StackName" }, ProtocolType: "HTTP" } },
    HttpStage: { Type: "AWS::ApiGatewayV2::Stage", Properties: { ApiId: { Ref: "Http" }, StageName: "$default" } },
    Socket: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "sock", ProtocolType: "WEBSOCKET" } },
    SocketStage: { Type: "AWS::ApiGatewayV2::Stage", Properties: { ApiId: { "Fn::GetAtt": ["Socket", "ApiId"] }, StageName: { Ref: "Stage" } } },
  });
  expect(apis).toEqual([
    { kind: "restApi", logicalId: "Rest", apiId: "r1", name: "dev-orders", stages: ["dev"] },
    { kind: "httpApi", logicalId: "Http", apiId: "h1", name: null, stages: ["$default"] },
    { kind: "websocket", logicalId: "Socket", apiId: "w1", name: "sock", stages: ["live"] },
  ]);
});

it("finds what keys have in common", () => {
  expect(sharedPrefix(["orders/dev/aa.zip", "orders/dev/ab.zip"])).toBe("orders/dev/a");
  expect(sharedPrefix(["a", "b"])).toBe("");
  expect(sharedPrefix(["same"])).toBe("same");
  expect(sharedPrefix([])).toBe("");
});

import { describe, expect, test } from "vitest";
import { idleCostOf } from "./idle-cost.js";

const template = (resources: Record<string, [type: string, properties?: object]>) => ({
  Resources: Object.fromEntries(Object.entries(resources).map(([id, [Type, Properties]]) => [id, { Type, ...(Properties ? { Properties } : {}) }])),
});

test("a serverless service costs nothing while idle", () => {
  const cost = idleCostOf(
    template({
      Hello: ["AWS::Lambda::Function"],
      Api: ["AWS::ApiGatewayV2::Api"],
      Logs: ["AWS::Logs::LogGroup"],
      Role: ["AWS::IAM::Role"],
      Orders: ["AWS::DynamoDB::Table", { BillingMode: "PAY_PER_REQUEST" }],
      Queue: ["AWS::SQS::Queue"],
      Files: ["AWS::S3::Bucket"],
      Ready: ["Custom::ApiGatewayAccountRole"],
      Alias: ["AWS::Lambda::Alias", { Name: "live" }],
    }),
  );
  expect(cost).toEqual({ perDay: 0, items: [], unknown: [] });
});

test("what costs by the hour is counted, the dearest first", () => {
  const cost = idleCostOf(template({ Key: ["AWS::KMS::Key"], Nat: ["AWS::EC2::NatGateway"], Secret: ["AWS::SecretsManager::Secret"], Db: ["AWS::RDS::DBInstance", { DBInstanceClass: "db.t3.micro", AllocatedStorage: "20", MultiAZ: true }] }));
  expect(cost.items.map(({ logicalId, perDay, what }) => [logicalId, perDay, what])).toEqual([
    ["Nat", 1.08, "NAT gateway"],
    ["Db", 0.8916, "2 × db.t3.micro with 20 GB"],
    ["Key", 0.0329, "key"],
    ["Secret", 0.0132, "secret"],
  ]);
  expect(cost.perDay).toBe(2.0177);
});

describe("capacity", () => {
  const perDay = (type: string, properties: object) => idleCostOf(template({ One: [type, properties] })).perDay;
  test("of a table counts its indexes, and without a mode it is provisioned", () => {
    const ProvisionedThroughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
    expect(perDay("AWS::DynamoDB::Table", { ProvisionedThroughput })).toBe(0.0936);
    expect(perDay("AWS::DynamoDB::Table", { ProvisionedThroughput, GlobalSecondaryIndexes: [{ ProvisionedThroughput }] })).toBe(0.1872);
  });
  test("of functions and streams", () => {
    expect(perDay("AWS::Lambda::Alias", { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 } })).toBe(0.72);
    expect(perDay("AWS::Kinesis::Stream", { ShardCount: 2 })).toBe(0.72);
    expect(perDay("AWS::Kinesis::Stream", { StreamModeDetails: { StreamMode: "ON_DEMAND" } })).toBe(0.96);
    expect(perDay("AWS::EC2::VPCEndpoint", { VpcEndpointType: "Interface", SubnetIds: ["a", "b"] })).toBe(0.48);
    expect(perDay("AWS::ElastiCache::ReplicationGroup", { CacheNodeType: "cache.t4g.micro", NumNodeGroups: 2, ReplicasPerNodeGroup: 1 })).toBe(1.536);
    expect(perDay("AWS::RDS::DBCluster", { ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 } })).toBe(1.44);
  });
});

test("what has no price here is named and not guessed", () => {
  const cost = idleCostOf(template({ Search: ["AWS::OpenSearchService::Domain"], Big: ["AWS::RDS::DBInstance", { DBInstanceClass: "db.x9.huge" }], Later: ["AWS::RDS::DBInstance", { DBInstanceClass: { Ref: "Class" } }], Nat: ["AWS::EC2::NatGateway"] }));
  expect(cost.perDay).toBe(1.08);
  expect(cost.unknown.map(({ logicalId }) => logicalId)).toEqual(["Search", "Big", "Later"]);
  for (const odd of [null, "x", {}, { Resources: [] }, { Resources: { A: null } }]) expect(idleCostOf(odd).perDay).toBe(0);
});

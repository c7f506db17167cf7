import type { RemovalResource } from "@windlass/contracts/removal";
import { expect, it } from "vitest";
import { decideRemoval } from "./removal-plan.js";

const resource = (id: string, type: string, more: Partial<RemovalResource> = {}): RemovalResource => ({
  id,
  logicalId: id.split("/").at(-1) ?? id,
  physicalId: `orders-${id.toLowerCase()}`,
  resourceType: type,
  status: "CREATE_COMPLETE",
  stateful: false,
  retained: false,
  choice: true,
  content: null,
  outside: false,
  ...more,
});
const stack = { stackName: "orders-dev", stackId: "arn:orders-dev", status: "UPDATE_COMPLETE" };
const table = resource("Data/Table", "AWS::DynamoDB::Table", { stateful: true, retained: true });
const files = resource("Files", "AWS::S3::Bucket", { stateful: true, retained: true, content: { versions: 3, deleteMarkers: 1, more: false } });
const hello = resource("Hello", "AWS::Lambda::Function", { physicalId: "orders-hello" });
const group = resource("HelloLogs", "AWS::Logs::LogGroup", { physicalId: "/aws/lambda/orders-hello", stateful: true });
const layer = resource("Layer", "AWS::Lambda::LayerVersion", { physicalId: "arn:layer:1", choice: false });
const packages = resource("ServerlessDeploymentBucket", "AWS::S3::Bucket", { content: { versions: 9, deleteMarkers: 0, more: false } });
const resources = [table, files, hello, group, layer, packages];

it("keeps what holds data, empties the bucket of packages, and knows what to look for afterwards", () => {
  const { plan, lost } = decideRemoval({ ...stack, resources }, {});
  expect(plan.retain).toEqual(["Data/Table", "Files"]);
  expect(plan.emptyBuckets).toEqual(["orders-serverlessdeploymentbucket"]);
  expect(lost.map(({ id }) => id)).toEqual(["Hello", "HelloLogs", "Layer", "ServerlessDeploymentBucket"]);
  expect(plan.expected).toEqual([
    { kind: "stack", name: "arn:orders-dev", logicalId: null, retained: false },
    { kind: "resource", name: "orders-data/table", logicalId: "Table", retained: true },
    { kind: "bucket", name: "orders-files", logicalId: "Files", retained: true },
    { kind: "log_group", name: "/aws/lambda/orders-hello", logicalId: "HelloLogs", retained: false },
    { kind: "layer", name: "arn:layer:1", logicalId: "Layer", retained: false },
    { kind: "bucket", name: "orders-serverlessdeploymentbucket", logicalId: "ServerlessDeploymentBucket", retained: false },
  ]);
});

it("deletes data only when told to, and a full bucket only when told to empty it", () => {
  expect(() => decideRemoval({ ...stack, resources }, { retain: [] })).toThrow("Files (3 object versions). Nothing was changed.");
  const { plan } = decideRemoval({ ...stack, resources }, { retain: [], emptyBuckets: ["Files"] });
  expect(plan).toMatchObject({ retain: [], emptyBuckets: ["orders-files", "orders-serverlessdeploymentbucket"] });
});

it("keeps nothing and empties all where everything goes, but what the template itself keeps", () => {
  const kept = resource("Kept", "AWS::DynamoDB::Table", { stateful: true, retained: true, choice: false });
  const { plan, lost } = decideRemoval({ ...stack, resources: [...resources, kept] }, { everything: true });
  expect(plan).toMatchObject({ retain: [], emptyBuckets: ["orders-files", "orders-serverlessdeploymentbucket"] });
  expect(lost.map(({ id }) => id)).toEqual(resources.map(({ id }) => id));
  expect(plan.expected.filter(({ retained }) => retained)).toMatchObject([{ logicalId: "Kept" }]);
});

it("deletes log groups that Lambda made by itself, unless they are to stay", () => {
  const stray = resource("/aws/lambda/orders-hello", "AWS::Logs::LogGroup", { physicalId: "/aws/lambda/orders-hello", outside: true, stateful: true });
  expect(decideRemoval({ ...stack, resources: [hello, stray] }, {}).plan.logGroups).toEqual(["/aws/lambda/orders-hello"]);
  expect(decideRemoval({ ...stack, resources: [hello] }, {}).plan).toMatchObject({ logGroups: ["/aws/lambda/orders-hello"], expected: [{ kind: "stack" }, { kind: "log_group" }] });
  const kept = decideRemoval({ ...stack, resources: [hello, stray] }, { retain: ["/aws/lambda/orders-hello"] });
  expect(kept.plan).toMatchObject({ logGroups: [], retain: [], expected: [{ kind: "stack" }, { kind: "log_group", retained: true }] });
});

it("changes nothing where a request cannot be kept to", () => {
  expect(() => decideRemoval({ ...stack, resources }, { retain: ["Nobody"] })).toThrow("The stack has no Nobody.");
  expect(() => decideRemoval({ ...stack, status: "UPDATE_ROLLBACK_FAILED", resources: [table] }, {})).toThrow(expect.objectContaining({ code: "stack_stuck" }));
  expect(() => decideRemoval({ ...stack, status: "DELETE_FAILED", resources: [table] }, {})).toThrow("can no longer be kept");
  expect(decideRemoval({ ...stack, status: "DELETE_FAILED", resources: [{ ...table, status: "DELETE_FAILED" }] }, {}).plan.retain).toEqual(["Data/Table"]);
  expect(decideRemoval({ ...stack, status: "ROLLBACK_COMPLETE", resources: [table] }, {}).plan.retain).toEqual([]);
});

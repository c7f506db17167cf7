import type { ResourceChange } from "@windlass/contracts/plan";
import { isStateful } from "./stateful-types.js";

/** What CloudFormation does with the old physical resource. `retain` and `snapshot` keep its data. */
export type PolicyOnLoss = "delete" | "retain" | "snapshot";

export type ChangeToAssess = Pick<ResourceChange, "resourceType" | "action" | "replacement"> & { onLoss?: PolicyOnLoss };

/** Types whose replacement gives callers another address, though no data is lost. */
const addressTypes: ReadonlySet<string> = new Set([
  "AWS::ApiGateway::RestApi",
  "AWS::ApiGatewayV2::Api",
  "AWS::AppSync::GraphQLApi",
  "AWS::CloudFront::Distribution",
  "AWS::ElasticLoadBalancingV2::LoadBalancer",
  "AWS::Lambda::Url",
  "AWS::SNS::Topic",
]);

/** Types that are made anew with every release and of which nobody holds a reference that lasts. */
const disposableTypes: ReadonlySet<string> = new Set([
  "AWS::ApiGateway::Deployment",
  "AWS::ApiGatewayV2::Deployment",
  "AWS::Lambda::LayerVersion",
  "AWS::Lambda::LayerVersionPermission",
  "AWS::Lambda::Permission",
  "AWS::Lambda::Version",
]);

/** Whether resources of this type are made anew with every release, and missed by nobody. */
export function isDisposable(resourceType: string): boolean {
  return disposableTypes.has(resourceType);
}

/**
 * How much a change can hurt. high: data is lost, or may be. medium: something others refer to goes or gets another
 * identity. low: changed in place, or data kept aside. none: added, imported, or made anew with every release.
 */
export function assessRisk(change: ChangeToAssess): Pick<ResourceChange, "stateful" | "risk"> {
  const stateful = isStateful(change.resourceType);
  return { stateful, risk: riskOf(change, stateful) };
}

function riskOf(change: ChangeToAssess, stateful: boolean): ResourceChange["risk"] {
  if (change.action === "add" || change.action === "import") return "none";
  if (isDisposable(change.resourceType)) return "none";
  const lost = change.action === "remove" || change.action === "replace" || change.replacement !== "no";
  if (!lost) return "low";
  if (stateful) return change.onLoss === "retain" || change.onLoss === "snapshot" ? "medium" : "high";
  if (change.action === "remove" || addressTypes.has(change.resourceType)) return "medium";
  return "low";
}

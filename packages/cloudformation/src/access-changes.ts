import type { AccessChange } from "@windlass/contracts/plan";
import { describeRule, describeStatement } from "./describe-access.js";
import { isJsonObject, type Json, type JsonObject } from "./template.js";

type Grant = Pick<AccessChange, "logicalId" | "resourceType" | "kind" | "property" | "text" | "broad">;

/**
 * The rights and the network rules that differ between two templates: statements of every policy, managed policies, boundaries,
 * permissions to invoke, open function URLs, rules of security groups. What a plan takes away with a resource is part of it.
 */
export function accessChanges(before: JsonObject, after: JsonObject): AccessChange[] {
  const [old, fresh] = [grantsOf(before), grantsOf(after)];
  return [...missingIn(fresh, old).map((grant) => ({ ...grant, change: "removed" as const })), ...missingIn(old, fresh).map((grant) => ({ ...grant, change: "added" as const }))].toSorted(
    (a, b) => a.logicalId.localeCompare(b.logicalId) || a.property.localeCompare(b.property) || b.change.localeCompare(a.change) || a.text.localeCompare(b.text),
  );
}

/** Each grant counts as often as it is there. */
function missingIn(others: readonly Grant[], grants: readonly Grant[]): Grant[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(keyOf(other), (left.get(keyOf(other)) ?? 0) + 1);
  return grants.filter((grant) => {
    const count = left.get(keyOf(grant)) ?? 0;
    left.set(keyOf(grant), count - 1);
    return count <= 0;
  });
}

function keyOf({ logicalId, resourceType, property, text }: Grant): string {
  return JSON.stringify([logicalId, resourceType, property, text]);
}

function grantsOf(template: JsonObject): Grant[] {
  const resources = isJsonObject(template["Resources"]) ? template["Resources"] : {};
  return Object.entries(resources).flatMap(([logicalId, resource]) => {
    if (!isJsonObject(resource) || typeof resource["Type"] !== "string" || !isJsonObject(resource["Properties"])) return [];
    const resourceType = resource["Type"];
    return grantsOfResource(resourceType, resource["Properties"]).map((grant) => ({ logicalId, resourceType, ...grant }));
  });
}

type Found = Omit<Grant, "logicalId" | "resourceType">;

function grantsOfResource(type: string, properties: JsonObject): Found[] {
  switch (type) {
    case "AWS::EC2::SecurityGroup":
      return ["SecurityGroupIngress", "SecurityGroupEgress"].flatMap((property) => rules(property, properties[property]));
    case "AWS::EC2::SecurityGroupIngress":
    case "AWS::EC2::SecurityGroupEgress":
      return rules(type.slice("AWS::EC2::".length), properties);
    case "AWS::Lambda::Permission":
      return [iam("Permission", { Effect: "Allow", Principal: properties["Principal"], Action: properties["Action"], Resource: properties["FunctionName"] })];
    case "AWS::Lambda::Url":
      return properties["AuthType"] === "NONE" ? [{ kind: "iam", property: "AuthType", text: "Allow everybody to call the function's URL", broad: true }] : [];
    default:
      return Object.entries(properties).flatMap(([property, value]) => policiesIn(property, value));
  }
}

/** Whatever holds statements is a policy, whichever resource it is a property of. */
function policiesIn(property: string, value: Json | undefined): Found[] {
  if (property === "ManagedPolicyArns") return list(value).map((arn) => ({ kind: "iam", property, ...describeStatement({ Effect: "Attach", Action: arn }) }));
  if (property === "PermissionsBoundary" && value !== undefined) return [{ kind: "iam", property, ...describeStatement({ Effect: "Bounded by", Action: value }) }];
  if (property === "Policies") return list(value).flatMap((policy) => (isJsonObject(policy) ? inlinePolicy(policy) : []));
  return isJsonObject(value) && value["Statement"] !== undefined ? list(value["Statement"]).map((statement) => iam(property, statement)) : [];
}

function inlinePolicy({ PolicyName: name, PolicyDocument: document }: JsonObject): Found[] {
  const property = typeof name === "string" ? `Policies.${name}` : "Policies";
  return isJsonObject(document) ? list(document["Statement"]).map((statement) => iam(property, statement)) : [];
}

function iam(property: string, statement: Json): Found {
  return { kind: "iam", property, ...describeStatement(isJsonObject(statement) ? statement : { Action: statement }) };
}

function rules(property: string, value: Json | undefined): Found[] {
  const direction = property.endsWith("Ingress") ? "in" : "out";
  return list(value).flatMap((rule) => (isJsonObject(rule) ? [{ kind: "security_group" as const, property, ...describeRule(direction, rule) }] : []));
}

function list(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

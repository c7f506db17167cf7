import { createHash } from "node:crypto";
import { ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../diagnostic.js";
import { albListenerArn, type AlbEvent } from "../../3-check/events/alb.js";
import { idOf, permissionId } from "../../4-model/naming.js";
import type { FunctionModel } from "../../4-model/service-model.js";
import type { Path } from "../../path.js";
import { eventsOf } from "../event-emitter.js";
import { lambdaPermission } from "../lambda-permission.js";
import { lambdaTarget, type TemplateBuilder } from "../template-builder.js";
import { albActions, albConditions } from "./alb/rule.js";

/** What the load balancer allows of a target group's name. */
const maxNameLength = 32;
type Target = { fn: FunctionModel; event: AlbEvent; path: Path; albId: string; groupId: string };

/** `alb`: a target group, a listener rule and two permissions for each event. */
export function emitAlb(builder: TemplateBuilder): void {
  const targets = eventsOf(builder, "alb").map(({ fn, event, path }): Target => {
    const albId = albOf(event, path);
    return { fn, event, path, albId, groupId: `${idOf(fn.key)}Alb${event.multiValueHeaders ? "MultiValue" : ""}TargetGroup${albId}` };
  });
  checkPriorities(targets);
  for (const { event, path } of targets) {
    if (Object.keys(event.conditions).length === 0) throw new CompileError({ code: "property_missing", message: "An alb event needs at least one condition", path: [...path, "conditions"] });
  }
  for (const target of targets) {
    const { fn, event, path, groupId } = target;
    const registerId = permissionId(fn.key, "RegisterTarget");
    emitTargetGroup(builder, target, registerId);
    builder.add(
      `${idOf(fn.key)}AlbListenerRule${event.priority}`,
      {
        Type: "AWS::ElasticLoadBalancingV2::ListenerRule",
        Properties: { Actions: albActions(builder, event, { groupId, path }), Conditions: albConditions(event), ListenerArn: event.listenerArn, Priority: event.priority },
      },
      path,
    );
    builder.add(permissionId(fn.key, "Alb"), lambdaPermission(fn, "elasticloadbalancing.amazonaws.com", ref(groupId)), path);
    builder.add(registerId, lambdaPermission(fn, "elasticloadbalancing.amazonaws.com", undefined), path);
  }
}

/** The load balancer's id in the listener's ARN, or the logical id of the listener. */
function albOf({ listenerArn }: AlbEvent, path: Path): string {
  if (isJsonObject(listenerArn) && typeof listenerArn["Ref"] === "string") return listenerArn["Ref"];
  const id = typeof listenerArn === "string" ? albListenerArn.exec(listenerArn)?.[1] : undefined;
  if (id === undefined) throw new CompileError({ code: "property_invalid", message: "listenerArn must be the ARN of a listener, or a Ref", path: [...path, "listenerArn"] });
  return id;
}

/** A listener has each priority once; and a function too, for the rule's logical id names nothing but these two. */
function checkPriorities(targets: Target[]): void {
  const byPriority = new Map<number, Target[]>();
  for (const target of targets) {
    const others = byPriority.get(target.event.priority) ?? [];
    if (others.some((other) => sameListener(other, target) !== (other.fn === target.fn))) {
      throw new CompileError({ code: "conflict", message: `The priority ${target.event.priority} is used twice`, hint: "Give each rule a priority of its own.", path: [...target.path, "priority"] });
    }
    byPriority.set(target.event.priority, [...others, target]);
  }
}

function sameListener(one: Target, other: Target): boolean {
  return JSON.stringify(one.event.listenerArn) === JSON.stringify(other.event.listenerArn);
}

function emitTargetGroup(builder: TemplateBuilder, { fn, event, path, albId, groupId }: Target, registerId: string): void {
  const { service, stage, provider } = builder.model;
  const prefix = isJsonObject(provider.alb) && typeof provider.alb["targetGroupPrefix"] === "string" ? provider.alb["targetGroupPrefix"] : "";
  if (event.targetGroupName && prefix) throw new CompileError({ code: "conflict", message: "targetGroupName and provider.alb.targetGroupPrefix exclude each other", path: [...path, "targetGroupName"] });
  const fullName = `${service}-${fn.key}-${albId}-${event.multiValueHeaders ? "multi-value-" : ""}${stage}`;
  const hashedName = `${prefix}${createHash("md5").update(fullName).digest("hex")}`.slice(0, maxNameLength);
  builder.add(
    groupId,
    {
      Type: "AWS::ElasticLoadBalancingV2::TargetGroup",
      Properties: {
        TargetType: "lambda",
        Targets: [{ Id: lambdaTarget(fn) }],
        Name: event.targetGroupName || hashedName,
        Tags: [{ Key: "Name", Value: `${service}-${fn.key}-${albId}-${stage}` }],
        TargetGroupAttributes: [{ Key: "lambda.multi_value_headers.enabled", Value: event.multiValueHeaders || false }],
        ...healthCheck(event.healthCheck),
      },
      DependsOn: fn.alias ? [registerId, fn.alias.logicalId] : [registerId],
    },
    path,
  );
}

function healthCheck(value: AlbEvent["healthCheck"]): JsonObject {
  if (!value) return { HealthCheckEnabled: false };
  const settings = value === true ? {} : value;
  const matcher: Json = { HttpCode: settings.matcher?.httpCode || "200" };
  return {
    HealthCheckEnabled: true,
    HealthCheckPath: settings.path ?? "/",
    HealthCheckIntervalSeconds: settings.intervalSeconds ?? 35,
    HealthCheckTimeoutSeconds: settings.timeoutSeconds ?? 30,
    HealthyThresholdCount: settings.healthyThresholdCount ?? 5,
    UnhealthyThresholdCount: settings.unhealthyThresholdCount || 5,
    Matcher: matcher,
  };
}

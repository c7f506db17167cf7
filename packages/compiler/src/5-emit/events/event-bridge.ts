import { createHash } from "node:crypto";
import { join, ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../diagnostic.js";
import type { EventBridgeEvent } from "../../3-check/events/event-bridge.js";
import { alphanumericId, idOf, upperFirst } from "../../4-model/naming.js";
import type { FunctionModel } from "../../4-model/service-model.js";
import type { Path } from "../../path.js";
import { eventsOf, type FoundEvent } from "../event-emitter.js";
import { jsonText } from "../json-text.js";
import { lambdaPermission } from "../lambda-permission.js";
import { lambdaTarget, type TemplateBuilder } from "../template-builder.js";

const maxNameLength = 64;

/** `eventBridge`: a rule and a permission for each event, and the event buses that it names and that do not exist. */
export function emitEventBridge(builder: TemplateBuilder): void {
  for (const found of eventsOf(builder, "eventBridge")) emitRule(builder, found);
}

function emitRule(builder: TemplateBuilder, { fn, event, path }: FoundEvent<"eventBridge">): void {
  // The place among all events of the function, of whatever type, counted from 1.
  const number = Number(path.at(-2)) + 1;
  const name = event.name || shortened(`${fn.functionName}-rule-${number}`, `rule-${number}`);
  const bus = busOf(builder, event, path);
  const depends = [fn.alias?.logicalId, bus.logicalId].filter((id) => id !== undefined);
  builder.add(
    `${alphanumericId(`${fn.functionName}-rule-${number}`)}EventBridgeRule`,
    {
      Type: "AWS::Events::Rule",
      DependsOn: depends.length > 0 ? depends : undefined,
      Properties: {
        Description: event.description,
        EventBusName: bus.name,
        EventPattern: event.pattern,
        Name: name,
        ScheduleExpression: event.schedule,
        State: event.enabled === false ? "DISABLED" : "ENABLED",
        Targets: [{ Arn: lambdaTarget(fn), Id: shortened(`${name}-target`, "target"), ...targetSettings(event, path) }],
      },
    },
    path,
  );
  builder.add(`${idOf(fn.key)}EventBridgeLambdaPermission${number}`, permissionOf(fn, name, bus.name), path);
}

function permissionOf(fn: FunctionModel, ruleName: string, bus: Json | undefined): ReturnType<typeof lambdaPermission> {
  const rule = join("/", ["rule", ...(bus === undefined ? [] : [bus]), ruleName]);
  const source = join(":", ["arn", ref("AWS::Partition"), "events", ref("AWS::Region"), ref("AWS::AccountId"), rule]);
  return lambdaPermission(fn, "events.amazonaws.com", source);
}

/** The bus by its name; one that is named by a plain name is made here. Undefined for the default bus. */
function busOf(builder: TemplateBuilder, { eventBus }: EventBridgeEvent, path: Path): { name: Json | undefined; logicalId: string | undefined } {
  if (isJsonObject(eventBus)) return { name: eventBus, logicalId: undefined };
  const given = typeof eventBus === "string" ? eventBus : "";
  const isArn = given.startsWith("arn");
  const name = isArn ? given.slice(given.indexOf("/") + 1) : given;
  if (name === "" || name === "default") return { name: undefined, logicalId: undefined };
  if (isArn) return { name, logicalId: undefined };
  const logicalId = `${idOf(name)}EventBridgeEventBus`;
  builder.add(logicalId, { Type: "AWS::Events::EventBus", Properties: { Name: name } }, path);
  return { name, logicalId };
}

function targetSettings(event: EventBridgeEvent, path: Path): JsonObject {
  const { input, inputPath, inputTransformer, retryPolicy } = event;
  if ([input, inputPath, inputTransformer].filter(Boolean).length > 1) {
    throw new CompileError({ code: "conflict", message: "Only one of input, inputPath and inputTransformer can be set", path });
  }
  return {
    RetryPolicy: retryPolicy && { MaximumEventAgeInSeconds: retryPolicy.maximumEventAge, MaximumRetryAttempts: retryPolicy.maximumRetryAttempts },
    DeadLetterConfig: event.deadLetterQueueArn ? { Arn: event.deadLetterQueueArn } : undefined,
    Input: isJsonObject(input) ? jsonText(input) : undefined,
    InputPath: inputPath || undefined,
    InputTransformer: inputTransformer && Object.fromEntries(Object.entries(inputTransformer).map(([key, value]) => [upperFirst(key), value])),
  };
}

/** Names that are too long are cut and get a hash, as in the reference. */
function shortened(name: string, suffix: string): string {
  if (name.length <= maxNameLength) return name;
  return `${name.slice(0, 31 - suffix.length)}${createHash("md5").update(name).digest("hex")}-${suffix}`;
}

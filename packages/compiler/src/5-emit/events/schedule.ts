import { getAtt, sub } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../diagnostic.js";
import type { ScheduleEvent } from "../../3-check/events/schedule.js";
import { idOf, permissionId } from "../../4-model/naming.js";
import type { FunctionModel } from "../../4-model/service-model.js";
import type { Path } from "../../path.js";
import { eventsOf } from "../event-emitter.js";
import { escapeQuotes, jsonText, nullsLast, ruleText, unescapeText } from "../json-text.js";
import { lambdaPermission } from "../lambda-permission.js";
import { aliasDependency, lambdaTarget, type TemplateBuilder } from "../template-builder.js";

type Rule = { fn: FunctionModel; schedule: ScheduleEvent; rate: Json; number: number; path: Path };

/** `schedule`: rules of the default event bus, or schedules of EventBridge Scheduler, numbered over all rates of a function. */
export function emitSchedule(builder: TemplateBuilder): void {
  const counts = new Map<FunctionModel, number>();
  const scheduled = new Set<FunctionModel>();
  for (const { fn, event, path } of eventsOf(builder, "schedule")) {
    const schedule: ScheduleEvent = typeof event === "string" ? { rate: [event] } : event;
    checkSchedule(schedule, path);
    for (const rate of schedule.rate) {
      const number = (counts.get(fn) ?? 0) + 1;
      counts.set(fn, number);
      const rule = { fn, schedule, rate, number, path };
      if (schedule.method === "scheduler") {
        scheduled.add(fn);
        emitSchedulerSchedule(builder, rule);
      } else emitRule(builder, rule);
    }
  }
  if (scheduled.size > 0) allowScheduler(builder, [...scheduled]);
}

function emitRule(builder: TemplateBuilder, { fn, schedule, rate, number, path }: Rule): void {
  const input = inputOf(schedule, path);
  const logicalId = `${idOf(fn.key)}EventsRuleSchedule${number}`;
  builder.add(
    logicalId,
    {
      Type: "AWS::Events::Rule",
      DependsOn: aliasDependency(fn),
      Properties: {
        ScheduleExpression: rate,
        State: schedule.enabled === false ? "DISABLED" : "ENABLED",
        Name: ruleText(schedule.name),
        Description: ruleText(schedule.description),
        Targets: [
          {
            Input: input ? (unescapeText(escapeQuotes(input)) ?? input) : undefined,
            InputPath: ruleText(schedule.inputPath),
            InputTransformer: schedule.inputTransformer && {
              InputTemplate: schedule.inputTransformer.inputTemplate,
              InputPathsMap: schedule.inputTransformer.inputPathsMap,
            },
            Arn: lambdaTarget(fn),
            Id: `${fn.key}Schedule`,
          },
        ],
      },
    },
    path,
  );
  builder.add(permissionId(fn.key, `EventsRuleSchedule${number}`), lambdaPermission(fn, "events.amazonaws.com", getAtt(logicalId, "Arn")), path);
}

function emitSchedulerSchedule(builder: TemplateBuilder, { fn, schedule, rate, number, path }: Rule): void {
  const role = builder.resources[fn.logicalId]?.Properties?.["Role"];
  const target: JsonObject = { Arn: lambdaTarget(fn), RoleArn: schedule.roleArn || role, Input: inputOf(schedule, path) };
  builder.add(
    `${idOf(fn.key)}SchedulerSchedule${number}`,
    {
      Type: "AWS::Scheduler::Schedule",
      DependsOn: aliasDependency(fn),
      Properties: {
        ScheduleExpression: rate,
        State: schedule.enabled === false ? "DISABLED" : "ENABLED",
        Target: target,
        FlexibleTimeWindow: { Mode: "OFF" },
        Name: schedule.name,
        GroupName: schedule.groupName,
        Description: schedule.description,
        ScheduleExpressionTimezone: schedule.timezone,
      },
    },
    path,
  );
}

/** The input as a text. An object's `body` is itself JSON in a text. */
function inputOf({ input }: ScheduleEvent, path: Path): string | undefined {
  if (!isJsonObject(input)) return input;
  if (typeof input["body"] !== "string") return jsonText(input);
  try {
    const body: Json = JSON.parse(input["body"]);
    return JSON.stringify({ ...nullsLast(input), body });
  } catch {
    throw new CompileError({ code: "property_invalid", message: "The body of a schedule's input must be JSON in a text", path: [...path, "input", "body"] });
  }
}

function checkSchedule(schedule: ScheduleEvent, path: Path): void {
  const refuse = (property: keyof ScheduleEvent, message: string): never => {
    throw new CompileError({ code: "conflict", message, path: [...path, property] });
  };
  if (schedule.rate.length > 1 && schedule.name) refuse("name", "A schedule with several rates cannot have a name: each rate becomes a rule of its own");
  if (schedule.method === "scheduler") {
    if (schedule.inputTransformer) refuse("inputTransformer", "inputTransformer does not work with the method scheduler");
    if (schedule.inputPath) refuse("inputPath", "inputPath does not work with the method scheduler");
  } else {
    if (schedule.timezone) refuse("timezone", "timezone needs the method scheduler");
    if (schedule.groupName) refuse("groupName", "groupName needs the method scheduler");
  }
}

function allowScheduler(builder: TemplateBuilder, functions: FunctionModel[]): void {
  builder.executionRole?.trustedServices.push("scheduler.amazonaws.com");
  const arns = functions.flatMap((fn) => {
    const arn = `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${fn.functionName}`;
    return [sub(arn), sub(`${arn}:*`)];
  });
  builder.allow(["lambda:InvokeFunction"], arns);
}

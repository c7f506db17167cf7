import { getAtt } from "@windlass/cloudformation/intrinsics";
import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../diagnostic.js";
import type { CloudwatchEvent } from "../../3-check/events/cloudwatch-event.js";
import { idOf, permissionId } from "../../4-model/naming.js";
import type { Path } from "../../path.js";
import { eventsOfFunction } from "../event-emitter.js";
import { escapeQuotes, jsonText, ruleText, unescapeText } from "../json-text.js";
import { lambdaPermission } from "../lambda-permission.js";
import { aliasDependency, lambdaTarget, type TemplateBuilder } from "../template-builder.js";

/** `cloudwatchEvent`: a rule of the default event bus and a permission for each event, numbered within the function. */
export function emitCloudwatchEvent(builder: TemplateBuilder): void {
  for (const fn of builder.model.functions) {
    for (const [index, { event, path }] of eventsOfFunction(fn, "cloudwatchEvent").entries()) {
      const logicalId = `${idOf(fn.key)}EventsRuleCloudWatchEvent${index + 1}`;
      builder.add(
        logicalId,
        {
          Type: "AWS::Events::Rule",
          DependsOn: aliasDependency(fn),
          Properties: {
            EventPattern: patternOf(event, path),
            State: event.enabled === false ? "DISABLED" : "ENABLED",
            Description: ruleText(event.description),
            Name: ruleText(event.name),
            Targets: [{ ...inputOf(event, path), Arn: lambdaTarget(fn), Id: `${fn.key}CloudWatchEvent` }],
          },
        },
        path,
      );
      const permission = lambdaPermission(fn, "events.amazonaws.com", getAtt(logicalId, "Arn"));
      builder.add(permissionId(fn.key, `EventsRuleCloudWatchEvent${index + 1}`), permission, path);
    }
  }
}

/** The pattern without the line breaks in its texts. */
function patternOf({ event }: CloudwatchEvent, path: Path): Json {
  if (!event) throw new CompileError({ code: "property_missing", message: "A cloudwatchEvent lacks the pattern of its events", hint: "Add `event`.", path });
  const text = JSON.stringify(event);
  if (!text.includes("\\")) return event;
  try {
    const pattern: Json = JSON.parse(withoutLineBreaks(text));
    return pattern;
  } catch {
    return event;
  }
}

function inputOf({ input, inputPath, inputTransformer }: CloudwatchEvent, path: Path): JsonObject {
  if ([input, inputPath, inputTransformer].filter(Boolean).length > 1) {
    throw new CompileError({ code: "conflict", message: "Only one of input, inputPath and inputTransformer can be set", path });
  }
  const text = typeof input === "string" || !input ? input : jsonText(input);
  return {
    Input: text ? inputText(text) : undefined,
    InputPath: ruleText(inputPath?.replace(/\r?\n/g, "")),
    InputTransformer: inputTransformer && { InputTemplate: inputTransformer.inputTemplate, InputPathsMap: inputTransformer.inputPathsMap },
  };
}

/** Line breaks written as escapes are taken out, too, as the reference does it before it reads the text as JSON. */
function inputText(text: string): string {
  return unescapeText(withoutLineBreaks(escapeQuotes(text))) ?? text;
}

function withoutLineBreaks(json: string): string {
  return json.replace(/\\n|\\r/g, "");
}

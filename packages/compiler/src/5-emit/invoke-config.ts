import { ref, sub } from "@windlass/cloudformation/intrinsics";
import type { Json } from "@windlass/cloudformation/template";
import { CompileError } from "../diagnostic.js";
import type { DestinationConfig } from "../3-check/config.js";
import { idOf } from "../4-model/naming.js";
import { findFunction, type FunctionModel } from "../4-model/service-model.js";
import type { Path } from "../path.js";
import { customRole, lambdaTarget, type TemplateBuilder } from "./template-builder.js";

/** Destinations, maximum age and retries of asynchronous calls. */
export function emitInvokeConfig(builder: TemplateBuilder, fn: FunctionModel): void {
  const { destinations, maximumEventAge, maximumRetryAttempts } = fn.config;
  if (!destinations && !maximumEventAge && (maximumRetryAttempts ?? null) === null) return;
  const origin: Path = [...fn.path, destinations ? "destinations" : maximumEventAge ? "maximumEventAge" : "maximumRetryAttempts"];
  const onSuccess = destinations?.onSuccess ?? null;
  const onFailure = destinations?.onFailure ?? null;
  const targets = [onSuccess, onFailure].filter((target) => target !== null);
  if (!customRole(builder.model, fn)) for (const target of targets) allowDestination(builder, target, origin);
  builder.add(
    `${idOf(fn.key)}LambdaEvConf`,
    {
      Type: "AWS::Lambda::EventInvokeConfig",
      Properties: {
        FunctionName: ref(fn.logicalId),
        DestinationConfig: {
          OnSuccess: onSuccess === null ? undefined : { Destination: destinationArn(builder, onSuccess, origin) },
          OnFailure: onFailure === null ? undefined : { Destination: destinationArn(builder, onFailure, origin) },
        },
        Qualifier: fn.alias?.name ?? "$LATEST",
        MaximumEventAgeInSeconds: maximumEventAge || undefined,
        MaximumRetryAttempts: maximumRetryAttempts ?? undefined,
      },
      DependsOn: dependenciesOf(builder, fn, targets),
      Condition: fn.config.condition || undefined,
    },
    origin,
  );
}

function dependenciesOf(builder: TemplateBuilder, fn: FunctionModel, targets: DestinationConfig[]): string[] | undefined {
  const aliases = [fn.alias?.logicalId, ...targets.map((target) => destinationFunction(builder, target)?.alias?.logicalId)];
  const found = Array.from(new Set(aliases.filter((id) => id !== undefined)));
  return found.length > 0 ? found : undefined;
}

function destinationFunction(builder: TemplateBuilder, target: DestinationConfig): FunctionModel | undefined {
  return typeof target === "string" && !target.startsWith("arn:") ? findFunction(builder.model, target) : undefined;
}

function destinationArn(builder: TemplateBuilder, target: DestinationConfig, path: Path): Json {
  if (typeof target !== "string") return target.arn;
  return target.startsWith("arn:") ? target : lambdaTarget(builder.functionOf(target, path));
}

const actions = { function: "lambda:InvokeFunction", sqs: "sqs:SendMessage", sns: "sns:Publish", eventBus: "events:PutEvents" } as const;

/** One statement for each text that names a target, whichever functions have it. */
function allowDestination(builder: TemplateBuilder, target: DestinationConfig, path: Path): void {
  const action = actions[kindOf(target, path)];
  const resource = destinationResource(builder, target, path);
  if (typeof target === "string") {
    if (builder.allowedDestinations.has(target)) return;
    builder.allowedDestinations.add(target);
  }
  builder.allow(action, resource);
}

function destinationResource(builder: TemplateBuilder, target: DestinationConfig, path: Path): Json {
  if (typeof target !== "string") return target.arn;
  if (target.startsWith("arn:")) return target;
  const fn = builder.functionOf(target, path);
  // By name: the functions depend on this role, so it cannot refer to one of them.
  return sub(`arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${fn.functionName}${fn.alias ? `:${fn.alias.name}` : ""}`);
}

function kindOf(target: DestinationConfig, path: Path): keyof typeof actions {
  if (typeof target !== "string") return target.type;
  if (!target.startsWith("arn:") || target.includes(":function:")) return "function";
  if (target.includes(":sqs:")) return "sqs";
  if (target.includes(":sns:")) return "sns";
  if (target.includes(":event-bus/")) return "eventBus";
  throw new CompileError({ code: "property_invalid", message: `${target} is not a queue, topic, event bus or function`, path });
}

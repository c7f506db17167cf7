import type { FunctionSummary } from "@windlass/contracts/release";
import type { Json, Template } from "@windlass/cloudformation/template";
import type { EventConfig } from "../3-check/event-config.js";
import type { ServiceModel } from "./service-model.js";

/** The functions as people see them in lists. */
export function summarizeFunctions(model: ServiceModel, template: Template): FunctionSummary[] {
  return model.functions.map(({ key, logicalId, functionName, events }) => {
    const properties = template.Resources[logicalId]?.Properties ?? {};
    return {
      name: key,
      logicalId,
      functionName,
      runtime: textOr(properties["Runtime"]),
      handler: textOr(properties["Handler"]),
      memoryMb: numberOr(properties["MemorySize"]),
      timeoutSeconds: numberOr(properties["Timeout"]),
      events: events.flatMap(describeEvent),
    };
  });
}

function textOr(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function numberOr(value: Json | undefined): number | null {
  return typeof value === "number" ? value : null;
}

function describeEvent(event: EventConfig): string[] {
  return Object.entries(event).filter(([, value]) => Boolean(value)).map(([kind, value]) => {
    if (typeof value === "string") return /^(https?|httpApi|schedule)$/.test(kind) ? value : `${kind} ${shortName(value)}`;
    const detail = value as Record<string, Json | undefined>;
    const { method, path } = detail;
    if (typeof path === "string") return `${typeof method === "string" ? method.toUpperCase() : "ANY"} ${path}`;
    const rate = detail["rate"];
    if (kind === "schedule" && Array.isArray(rate)) return rate.map((item) => (typeof item === "string" ? item : "schedule")).join(", ");
    const name = detail["arn"] ?? detail["bucket"] ?? detail["topicName"];
    return `${kind} ${shortName(name)}`.trim();
  });
}

/** The end of an ARN, the resource that an intrinsic function names, or the name itself. */
function shortName(value: Json | undefined): string {
  if (typeof value === "string") return value.split(/[:/]/).at(-1) ?? value;
  if (typeof value !== "object" || value === null) return "";
  const [first] = Object.values(value);
  const name: Json | undefined = Array.isArray(first) ? first[0] : first;
  return typeof name === "string" ? name : "";
}

import { isJsonObject, type JsonObject } from "@windlass/cloudformation/template";
import type { Problem } from "../diagnostic.js";
import { formatPath } from "../path.js";
import { eventSchemas } from "./schemas/events.js";

/** Event types of the `aws` provider. Those that have no schema here cannot be compiled yet. */
const referenceEvents = [
  "http", "httpApi", "schedule", "sqs", "sns", "s3", "stream", "websocket", "kafka", "activemq", "rabbitmq", "msk", "alb",
  "alexaSkill", "alexaSmartHome", "iot", "iotFleetProvisioning", "cloudwatchEvent", "cloudwatchLog", "cognitoUserPool",
  "eventBridge", "cloudFront",
];

/** Events that the reference would compile and this version cannot: they are refused by name, never dropped. */
export function unsupportedEvents(config: JsonObject): Problem[] {
  const functions = config["functions"];
  if (!isJsonObject(functions)) return [];
  return Object.entries(functions).flatMap(([name, fn]) => {
    const events = isJsonObject(fn) && Array.isArray(fn["events"]) ? fn["events"] : [];
    return events.flatMap((event, index): Problem[] => {
      const kinds = isJsonObject(event) ? Object.keys(event) : typeof event === "string" ? [event] : [];
      return kinds
        .filter((kind) => referenceEvents.includes(kind) && !Object.hasOwn(eventSchemas, kind))
        .map((kind) => {
          const path = ["functions", name, "events", index, kind];
          return { code: "event_unsupported", path, message: `${formatPath(path)}: events of type "${kind}" cannot be compiled yet` };
        });
    });
  });
}

import type { Json, JsonObject } from "@windlass/cloudformation/template";
import type { ResourceChange } from "@windlass/contracts/plan";

/** `Properties.PolicyDocument` or `PolicyDocument`: a property as a whole. */
const wholeProperty = /^(?:Properties\.)?([A-Za-z]+)$/;

/** What a change set's values before and after tell of two templates, where the deployed one cannot be read. */
export function templatesOfChanges(changes: readonly ResourceChange[]): { before: JsonObject; after: JsonObject } {
  return { before: side(changes, "before"), after: side(changes, "after") };
}

function side(changes: readonly ResourceChange[], which: "before" | "after"): JsonObject {
  const resources = changes.map(({ logicalId, resourceType, properties }): [string, JsonObject] => {
    const own = properties.flatMap((property): [string, Json][] => {
      const name = wholeProperty.exec(property.path)?.[1];
      const value = property[which];
      return name === undefined || value === null ? [] : [[name, readValue(value)]];
    });
    return [logicalId, { Type: resourceType, Properties: Object.fromEntries(own) }];
  });
  return { Resources: Object.fromEntries(resources) };
}

function readValue(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

type JsonObject = Record<string, unknown>;

export type Retention = {
  /** Logical ids of resources of this template. */
  retain: readonly string[];
  /** Names the change: CloudFormation takes a new `DeletionPolicy` only along with a change of something else. */
  marker: string;
  /** New addresses of the templates of nested stacks, by logical id. */
  templateUrls?: Readonly<Record<string, string>>;
};

/** The template with the named resources kept when the stack is deleted. Resources that it does not have are left out. */
export function retainResources(template: JsonObject, { retain, marker, templateUrls = {} }: Retention): JsonObject {
  const resources = Object.entries(asObject(template["Resources"])).map(([logicalId, value]): [string, unknown] => {
    const resource = asObject(value);
    const url = templateUrls[logicalId];
    if (url !== undefined) return [logicalId, { ...resource, Properties: { ...asObject(resource["Properties"]), TemplateURL: url } }];
    if (!retain.includes(logicalId) || isKept(resource)) return [logicalId, value];
    return [logicalId, { ...resource, DeletionPolicy: "Retain", Metadata: { ...asObject(resource["Metadata"]), WindlassRetained: marker } }];
  });
  return { ...template, Resources: Object.fromEntries(resources) };
}

/** Logical ids of the resources that the template keeps when its stack is deleted. */
export function keptByTemplate(template: JsonObject): string[] {
  return Object.entries(asObject(template["Resources"])).flatMap(([logicalId, resource]) => (isKept(asObject(resource)) ? [logicalId] : []));
}

function isKept(resource: JsonObject): boolean {
  return resource["DeletionPolicy"] === "Retain" || resource["DeletionPolicy"] === "RetainExceptOnCreate";
}

function asObject(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
}

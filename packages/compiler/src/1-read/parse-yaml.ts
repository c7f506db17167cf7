import { DEFAULT_SCHEMA, YAMLException, load, Schema, Type } from "js-yaml";
import { CompileError } from "../diagnostic.js";

const shortTags = [
  "And", "Base64", "Cidr", "Condition", "Equals", "FindInMap", "GetAtt", "GetAZs", "GetStackOutput", "If",
  "ImportValue", "Join", "Not", "Or", "Ref", "Select", "Split", "Sub", "Transform",
];

/** `!GetAtt a.b.c` names resource `a` and attribute `b.c`. */
function splitGetAtt(data: unknown): unknown {
  if (typeof data !== "string") return data;
  const dot = data.indexOf(".");
  return dot < 0 ? [data, ""] : [data.slice(0, dot), data.slice(dot + 1)];
}

const shortTagTypes = shortTags.flatMap((name) => {
  const key = name === "Ref" || name === "Condition" ? name : `Fn::${name}`;
  return (["mapping", "scalar", "sequence"] as const).map(
    (kind) =>
      new Type(`!${name}`, {
        kind,
        construct: (data: unknown) => ({ [key]: name === "GetAtt" ? splitGetAtt(data) : data }),
      }),
  );
});

/**
 * YAML 1.2 core with CloudFormation's short tags. Plain scalars that look like dates stay text, as the
 * `Version: 2012-10-17` of a policy must.
 */
const schema = withoutImplicitTimestamps().extend(shortTagTypes);

function withoutImplicitTimestamps(): Schema {
  // js-yaml's typings leave out the lists that its documented Schema constructor takes back.
  const { implicit, explicit } = DEFAULT_SCHEMA as unknown as Record<"implicit" | "explicit", (Type & { tag: string })[]>;
  const isTimestamp = (type: { tag: string }): boolean => type.tag === "tag:yaml.org,2002:timestamp";
  return new Schema({
    implicit: implicit.filter((type) => !isTimestamp(type)),
    explicit: [...explicit, ...implicit.filter(isTimestamp)],
  });
}

/**
 * Parses one YAML document.
 * @throws CompileError `config_syntax`, with line and column.
 */
export function parseYaml(text: string, file: string): unknown {
  try {
    return load(text, { filename: file, schema });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new CompileError({
      code: "config_syntax",
      message: error.mark ? `YAML: ${error.reason}` : yamlMessage(error.reason),
      hint: /duplicated mapping key/.test(error.reason) ? "Keep one of the two keys." : undefined,
      place: {
        file,
        line: error.mark ? error.mark.line + 1 : null,
        column: error.mark ? error.mark.column + 1 : null,
        property: null,
      },
    });
  }
}

function yamlMessage(reason: string): string {
  return /single document/.test(reason) ? "YAML: a config file holds one document, this one holds several" : `YAML: ${reason}`;
}

import { join, ref, sub } from "@windlass/cloudformation/intrinsics";
import { rewriteReferences, type Replacement, type Target } from "@windlass/cloudformation/rewrite-references";
import { isJsonObject, type Json, type JsonObject, type Output, type Resource, type Template } from "@windlass/cloudformation/template";

/** Pseudo parameters that mean the nested stack inside one. */
const ownPseudoParameters: ReadonlySet<string> = new Set(["AWS::StackName", "AWS::StackId"]);

/** How the values that leave a nested stack are called, from inside its parent. */
export type Surroundings = {
  whole: Template;
  /** Whether a resource is in this nested stack. */
  isInside: (id: string) => boolean;
  /** The value of a resource as the root stack knows it. */
  valueInRoot: (target: Target) => JsonObject;
};

/** One nested stack while it is made: its resources, what it takes and what it gives. */
export class NestedTemplate {
  readonly resources: Record<string, Resource> = {};
  readonly outputs: Record<string, Output> = {};
  readonly parameters: JsonObject = {};
  /** What the root stack passes for each parameter. */
  readonly passed: JsonObject = {};
  /** Logical ids outside that resources of this stack wait for. */
  readonly waitsFor = new Set<string>();

  constructor(private readonly around: Surroundings) {}

  add(id: string, { DependsOn: dependsOn, ...resource }: Resource): void {
    const names = [dependsOn ?? []].flat();
    const inside = names.filter((name) => this.around.isInside(name));
    for (const name of names) if (!inside.includes(name)) this.waitsFor.add(name);
    const rewritten = this.rewrite(resource);
    this.resources[id] = { Type: resource.Type, ...(isJsonObject(rewritten) ? rewritten : {}), ...(inside.length > 0 ? { DependsOn: inside } : {}) };
  }

  /** Gives a value of one of this stack's resources to others. @returns the name of the output */
  give({ name, attribute }: Target): string {
    const outputName = nameOf({ name, attribute });
    const resource = this.around.whole.Resources[name];
    const condition = resource?.Condition;
    this.outputs[outputName] ??= { Value: givenValue({ name, attribute }, resource?.Type), ...(condition === undefined ? {} : { Condition: condition }) };
    return outputName;
  }

  /** The template, with the conditions and mappings that its resources use. */
  finish(description: string): Template {
    const { whole } = this.around;
    const conditions = this.conditions();
    const usesMappings = JSON.stringify([this.resources, conditions]).includes('"Fn::FindInMap"');
    return {
      AWSTemplateFormatVersion: "2010-09-09",
      Description: description,
      ...(whole.Transform === undefined ? {} : { Transform: whole.Transform }),
      ...(Object.keys(this.parameters).length > 0 ? { Parameters: this.parameters } : {}),
      ...(usesMappings && whole.Mappings ? { Mappings: whole.Mappings } : {}),
      ...(Object.keys(conditions).length > 0 ? { Conditions: conditions } : {}),
      Resources: this.resources,
      Outputs: this.outputs,
    };
  }

  private rewrite(value: Json): Json {
    return rewriteReferences(value, (target) => this.replace(target));
  }

  private replace(target: Target): Replacement | null {
    const { whole, isInside, valueInRoot } = this.around;
    const { name } = target;
    if (Object.hasOwn(whole.Resources, name)) return isInside(name) ? null : this.take(nameOf(target), { Type: "String" }, whenMade(whole, name, valueInRoot(target)));
    const parameter = whole.Parameters?.[name];
    if (isJsonObject(parameter)) return this.take(name, ...passedOn(name, parameter));
    return ownPseudoParameters.has(name) ? this.take(name.replace("AWS::", "Root"), { Type: "String" }, ref(name)) : null;
  }

  private take(name: string, definition: JsonObject, value: JsonObject): Replacement {
    this.parameters[name] = definition;
    this.passed[name] = value;
    return { value: ref(name), variable: name };
  }

  /** Those that resources name, and those that they are made of. */
  private conditions(): JsonObject {
    const all = this.around.whole.Conditions ?? {};
    const found: JsonObject = {};
    const open = [...Object.values(this.resources), ...Object.values(this.outputs)].flatMap((part) => conditionsIn(part));
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const condition = all[name];
      if (condition === undefined || Object.hasOwn(found, name)) continue;
      found[name] = this.rewrite(condition);
      open.push(...conditionsIn(condition));
    }
    return found;
  }
}

/** `HelloLambdaFunction` and `Arn` make `HelloLambdaFunctionAtArn`. */
function nameOf({ name, attribute }: Target): string {
  return attribute === null ? `${name}Ref` : `${name}At${attribute.replaceAll(/[^0-9A-Za-z]/g, "")}`;
}

/**
 * The ARN of a function is put together from its name, which is the same on AWS: the sandbox's emulator forgets the attributes
 * of what did not change in a nested stack, and keeps only what `Ref` gives.
 */
function givenValue({ name, attribute }: Target, type: string | undefined): JsonObject {
  if (attribute === null) return ref(name);
  if (type === "AWS::Lambda::Function" && attribute === "Arn") return sub(`arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:\${${name}}`);
  return { "Fn::GetAtt": [name, attribute] };
}

/** A resource that a condition leaves out has no value to pass. */
function whenMade({ Resources: resources }: Template, name: string, value: JsonObject): JsonObject {
  const condition = resources[name]?.Condition;
  return condition === undefined ? value : { "Fn::If": [condition, value, ""] };
}

/** A parameter of the root stack as one of a nested stack. Lists are passed as texts. */
function passedOn(name: string, definition: JsonObject): [definition: JsonObject, value: JsonObject] {
  const type = typeof definition["Type"] === "string" ? definition["Type"] : "String";
  const isList = /^CommaDelimitedList$|List<.*>$|<CommaDelimitedList>$|<List<.*>>$/.test(type);
  const noEcho = definition["NoEcho"] === undefined ? {} : { NoEcho: definition["NoEcho"] };
  return isList ? [{ Type: "CommaDelimitedList", ...noEcho }, { "Fn::Join": [",", ref(name)] }] : [{ Type: "String", ...noEcho }, ref(name)];
}

function conditionsIn(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(conditionsIn);
  if (!isJsonObject(value)) return [];
  const chosen = value["Fn::If"];
  const own = [value["Condition"], Array.isArray(chosen) ? chosen[0] : undefined].filter((name) => typeof name === "string");
  return [...own, ...Object.values(value).flatMap(conditionsIn)];
}

/** The URL of a template in a bucket, in the form that CloudFormation takes in every partition. */
export function templateUrl(bucket: Json, key: string): JsonObject {
  return join("", ["https://s3.", ref("AWS::Region"), ".", ref("AWS::URLSuffix"), "/", bucket, `/${key}`]);
}

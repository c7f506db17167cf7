import { describe, expect, it } from "vitest";
import { referencesOf, referencesOfResource } from "@windlass/cloudformation/references";
import { isJsonObject, type Resource, type Template } from "@windlass/cloudformation/template";
import { compileSample, sampleNames } from "../testing/samples.js";
import { readSplit, type SplitConfig } from "./read-split.js";
import { splitTemplate, type SplitTemplate } from "./split-template.js";

const store = { bucket: "templates", keyOf: (hash: string) => `${hash}.json` };
const config = (split: unknown): SplitConfig => {
  const read = readSplit({ windlass: { split: JSON.parse(JSON.stringify(split)) } });
  if (!read) throw new Error("no split");
  return read;
};
const template = (Resources: Record<string, Resource>, rest: Partial<Template> = {}): Template => ({ Resources, Outputs: {}, ...rest });

/** What is wrong with a split template: names that lead nowhere, parameters that are not passed, circles between stacks. */
function problemsOf(whole: Template, { root, nested }: SplitTemplate): string[] {
  const moved = nested.flatMap((stack) => Object.keys(stack.template.Resources));
  const stacks = nested.map(({ logicalId }) => logicalId);
  const all = [...Object.keys(root.Resources).filter((id) => !stacks.includes(id)), ...moved].sort();
  const lost = JSON.stringify(all) === JSON.stringify(Object.keys(whole.Resources).sort()) ? [] : ["resources are lost or doubled"];
  const open = [["root", root] as const, ...nested.map((stack) => [stack.logicalId, stack.template] as const)].flatMap(([name, one]) => unresolved(one).map((what) => `${name}: ${what}`));
  const passing = nested.flatMap(({ logicalId, template: { Parameters: taken = {} } }) => {
    const passed = root.Resources[logicalId]?.Properties?.["Parameters"] ?? {};
    return JSON.stringify(Object.keys(taken)) === JSON.stringify(Object.keys(passed)) ? [] : [`${logicalId} does not get what it takes`];
  });
  const gone = Object.entries(root.Resources).flatMap(([id, resource]) =>
    referencesOfResource(resource).filter(({ name, attribute }) => stacks.includes(name) && attribute !== null && !given(nested, name, attribute)).map(({ name, attribute }) => `${id}: ${name}.${attribute}`),
  );
  return [...lost, ...open, ...passing, ...gone, ...circles(root)];
}

function given(nested: SplitTemplate["nested"], stack: string, attribute: string): boolean {
  return nested.some(({ logicalId, template: { Outputs } }) => logicalId === stack && Object.hasOwn(Outputs, attribute.replace("Outputs.", "")));
}

function unresolved(one: Template): string[] {
  const known = new Set([...Object.keys(one.Resources), ...Object.keys(one.Parameters ?? {})]);
  const references = [...Object.values(one.Resources).flatMap(referencesOfResource), ...Object.values(one.Outputs).flatMap((output) => (isJsonObject(output) ? referencesOf(output) : []))];
  const conditions = Object.values(one.Resources).flatMap(({ Condition: condition }) => (condition === undefined || condition in (one.Conditions ?? {}) ? [] : [`condition ${condition}`]));
  return [...references.filter(({ name }) => !name.includes("::") && !known.has(name)).map(({ name }) => name), ...conditions];
}

/** CloudFormation orders by references and dependencies: peeling what waits for nothing must leave nothing. */
function circles({ Resources: resources }: Template): string[] {
  const left = new Map(Object.entries(resources).map(([id, resource]) => [id, new Set(referencesOfResource(resource).map(({ name }) => name).filter((name) => name in resources && name !== id))] as const));
  for (let ready = [...left].filter(([, waits]) => waits.size === 0); ready.length > 0; ready = [...left].filter(([, waits]) => waits.size === 0)) {
    for (const [id] of ready) left.delete(id);
    for (const waits of left.values()) for (const [id] of ready) waits.delete(id);
  }
  return left.size === 0 ? [] : [`a circle of ${[...left.keys()].join(", ")}`];
}

describe("a split template", () => {
  const ways = ["type", "function", 2, { by: "type", move: ["AWS::Logs::LogGroup", "AWS::ApiGateway::Resource", "AWS::IAM::Role"] }];

  it.each(sampleNames())("of the sample %s leads nowhere into nothing, however it is split", async (name) => {
    const compiled = await compileSample(name);
    if (!compiled.ok) throw new Error("the sample does not compile");
    for (const way of ways) {
      const result = splitTemplate(compiled.whole, { origins: compiled.trace.origins, split: config(way), deployed: null, store });
      // A sample may name what it does not have: the reference lets it.
      const own = unresolved(compiled.whole);
      const problems = problemsOf(compiled.whole, result).filter((problem) => !own.some((missing) => problem.endsWith(`: ${missing}`)));
      expect(problems, JSON.stringify(way)).toEqual([]);
      expect(Object.entries(result.root.Outputs).map(([key, output]) => [key, output.Export])).toEqual(Object.entries(compiled.whole.Outputs).map(([key, output]) => [key, output.Export]));
    }
  });

  it("keeps what holds data, and deploys an API after its methods", async () => {
    const compiled = await compileSample("rest-api");
    if (!compiled.ok) throw new Error("the sample does not compile");
    const { root, nested } = splitTemplate(compiled.whole, { origins: compiled.trace.origins, split: config("type"), deployed: null, store });
    expect(nested.map(({ logicalId }) => logicalId)).toEqual(["FunctionsNestedStack", "VersionsNestedStack", "MethodsNestedStack", "PermissionsNestedStack"]);
    const deployment = Object.values(root.Resources).find(({ Type: type }) => type === "AWS::ApiGateway::Deployment");
    expect(deployment?.DependsOn).toEqual(["MethodsNestedStack"]);
    expect(new Set(Object.values(root.Resources).map(({ Type: type }) => type)).has("AWS::Logs::LogGroup")).toBe(true);
    expect(root.Resources["MethodsNestedStack"]?.DependsOn).toContain("PermissionsNestedStack");
  });

  it("passes values, parameters, conditions and mappings across the border", () => {
    const whole = template(
      {
        Fn: { Type: "AWS::Lambda::Function", Condition: "IsProd", Properties: { Role: { "Fn::GetAtt": ["Role", "Arn"] }, Name: { "Fn::Sub": "${AWS::StackName}-${Size}-${Role}-${AWS::Region}" }, Memory: { "Fn::FindInMap": ["Sizes", { Ref: "Size" }, "memory"] }, Subnets: { Ref: "Subnets" } } },
        Role: { Type: "AWS::IAM::Role", Condition: "IsLarge" },
        Topic: { Type: "AWS::SNS::Topic", Properties: { Endpoint: { "Fn::Sub": "${Fn.Arn}" } }, DependsOn: "Fn" },
      },
      {
        Parameters: { Size: { Type: "String", NoEcho: true }, Subnets: { Type: "List<AWS::EC2::Subnet::Id>" } },
        Mappings: { Sizes: { dev: { memory: 1 } } },
        Conditions: { IsProd: { "Fn::And": [{ Condition: "IsLarge" }, { "Fn::Equals": ["a", "a"] }] }, IsLarge: { "Fn::Equals": [{ Ref: "Size" }, "large"] }, Other: { "Fn::Equals": ["a", "b"] } },
        Outputs: { Arn: { Value: { "Fn::GetAtt": ["Fn", "Arn"] }, Export: { Name: "arn" } } },
      },
    );
    const result = splitTemplate(whole, { origins: new Map(), split: config("type"), deployed: null, store });
    expect(problemsOf(whole, result)).toEqual([]);
    expect(result.nested[0]?.template).toMatchObject({
      Parameters: { RoleAtArn: { Type: "String" }, RootStackName: { Type: "String" }, Size: { Type: "String", NoEcho: true }, RoleRef: { Type: "String" }, Subnets: { Type: "CommaDelimitedList" } },
      Conditions: { IsProd: expect.anything(), IsLarge: expect.anything() },
      Mappings: { Sizes: expect.anything() },
      Resources: { Fn: { Condition: "IsProd", Properties: { Role: { Ref: "RoleAtArn" }, Name: { "Fn::Sub": "${RootStackName}-${Size}-${RoleRef}-${AWS::Region}" } } } },
      Outputs: { FnAtArn: { Value: { "Fn::Sub": "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Fn}" }, Condition: "IsProd" } },
    });
    expect(Object.keys(result.nested[0]?.template.Conditions ?? {}).sort()).toEqual(["IsLarge", "IsProd"]);
    expect(result.root.Resources["FunctionsNestedStack"]?.Properties?.["Parameters"]).toEqual({
      RoleAtArn: { "Fn::If": ["IsLarge", { "Fn::GetAtt": ["Role", "Arn"] }, ""] },
      RootStackName: { Ref: "AWS::StackName" },
      Size: { Ref: "Size" },
      RoleRef: { "Fn::If": ["IsLarge", { Ref: "Role" }, ""] },
      Subnets: { "Fn::Join": [",", { Ref: "Subnets" }] },
    });
    expect(result.root.Resources["Topic"]).toEqual({ Type: "AWS::SNS::Topic", Properties: { Endpoint: { "Fn::Sub": "${FunctionsNestedStack.Outputs.FnAtArn}" } }, DependsOn: ["FunctionsNestedStack"] });
    expect(result.root.Outputs["Arn"]).toEqual({ Value: { "Fn::GetAtt": ["FunctionsNestedStack", "Outputs.FnAtArn"] }, Export: { Name: "arn" } });
  });

  it("brings back to the root stack what would make stacks wait for each other", () => {
    const fn = (refers?: string): Resource => ({ Type: "AWS::Lambda::Function", Properties: refers === undefined ? {} : { X: { Ref: refers } } });
    const whole = template({ A: fn("Bucket"), B: fn(), Bucket: { Type: "AWS::S3::Bucket", Properties: { Notify: { "Fn::GetAtt": ["B", "Arn"] } } }, C: fn() });
    const result = splitTemplate(whole, { origins: new Map(), split: config("type"), deployed: null, store });
    expect(problemsOf(whole, result)).toEqual([]);
    expect(result.placement).toEqual(new Map([["A", "FunctionsNestedStack"], ["C", "FunctionsNestedStack"]]));
    const deployed = new Map([["B", "FunctionsNestedStack"]]);
    expect(() => splitTemplate(whole, { origins: new Map(), split: config("type"), deployed, store })).toThrow(/FunctionsNestedStack and another stack would wait for each other because of B/);
  });

  it("leaves what is deployed where it is, unless it is forced", () => {
    const whole = template({ A: { Type: "AWS::Lambda::Function" }, B: { Type: "AWS::Lambda::Function" }, C: { Type: "AWS::Lambda::Function" }, Table: { Type: "AWS::DynamoDB::Table" } });
    const deployed = new Map([["A", null], ["B", "Functions2NestedStack"], ["Table", null]]);
    const place = (split: unknown) => splitTemplate(whole, { origins: new Map(), split: config(split), deployed, store }).placement;
    expect(place("type")).toEqual(new Map([["B", "Functions2NestedStack"], ["C", "FunctionsNestedStack"]]));
    expect(place({ by: "type", force: true })).toEqual(new Map(["A", "B", "C"].map((id) => [id, "FunctionsNestedStack"])));
    expect(place({ by: "type", keep: ["AWS::Lambda::Function"] })).toEqual(new Map([["B", "Functions2NestedStack"]]));
  });

  it("begins another stack before one takes or gives too much", () => {
    const functions = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`F${index}`, { Type: "AWS::Lambda::Function", Properties: { X: { Ref: `R${index}` } } }]));
    const roles = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`R${index}`, { Type: "AWS::IAM::Role" }]));
    const { nested } = splitTemplate(template({ ...functions, ...roles }), { origins: new Map(), split: config("type"), deployed: null, store });
    expect(nested.map(({ template: { Parameters = {} } }) => Object.keys(Parameters).length)).toEqual([150, 150, 100]);
  });

  it("does not take over the name of a resource", () => {
    const whole = template({ A: { Type: "AWS::Lambda::Function" }, FunctionsNestedStack: { Type: "AWS::SNS::Topic" } });
    expect(() => splitTemplate(whole, { origins: new Map(), split: config("type"), deployed: null, store })).toThrow(/has a resource FunctionsNestedStack/);
  });
});

describe("custom.windlass.split", () => {
  it.each([
    ["type", { by: "type", stacks: null }],
    [4, { by: "function", stacks: 4 }],
    [{ by: "function", stacks: 2, move: "AWS::SNS::Topic", force: true }, { by: "function", stacks: 2, move: new Set(["AWS::SNS::Topic"]), force: true }],
  ])("%j is read", (split, expected) => {
    expect(config(split)).toMatchObject(expected);
  });

  it.each([undefined, {}, { windlass: {} }, { windlass: { split: false } }])("of %j is none", (custom) => {
    expect(readSplit(custom)).toBeNull();
  });

  it.each([
    ["perType", /by must be/],
    [0, /stacks must be a whole number of 1 to 100/],
    [{ by: "type", stacks: 3 }, /stacks must be left out/],
    [{ froce: true }, /no property "froce"/],
    [{ move: ["Topic"] }, /move must be a list of resource types/],
    [{ force: "yes" }, /force must be true or false/],
  ])("%j is refused", (split, message) => {
    expect(() => readSplit({ windlass: { split: JSON.parse(JSON.stringify(split)) } })).toThrow(message);
  });
});

import type { Template } from "@windlass/cloudformation/template";
import { describe, expect, it } from "vitest";
import { changedAliases, holdAliases } from "./hold-aliases.js";
import { nextShift } from "./next-shift.js";

const templateWith = (version: string, name = "live"): Template => ({
  Resources: {
    HelloLambdaFunction: { Type: "AWS::Lambda::Function" },
    [version]: { Type: "AWS::Lambda::Version", Properties: { FunctionName: { Ref: "HelloLambdaFunction" } } },
    HelloLiveLambdaAlias: { Type: "AWS::Lambda::Alias", Properties: { Name: name, FunctionName: { Ref: "HelloLambdaFunction" }, FunctionVersion: { "Fn::GetAtt": [version, "Version"] } } },
  },
  Outputs: {},
});

describe("aliases are held", () => {
  it("where their version is another one, and nowhere else", () => {
    expect(changedAliases(templateWith("V1"), templateWith("V2"))).toEqual([{ logicalId: "HelloLiveLambdaAlias", functionId: "HelloLambdaFunction", versionId: "V2" }]);
    expect(changedAliases(templateWith("V1"), templateWith("V1"))).toEqual([]);
    expect(changedAliases({ Resources: {}, Outputs: {} }, templateWith("V2"))).toEqual([]);
    expect(changedAliases(templateWith("V1", "provisioned"), templateWith("V2", "provisioned"))).toEqual([]);
  });

  it("by a number in a copy of the template", () => {
    const template = templateWith("V2");
    expect(holdAliases(template, new Map([["HelloLiveLambdaAlias", "7"]])).Resources["HelloLiveLambdaAlias"]?.Properties).toMatchObject({ FunctionVersion: "7", Name: "live" });
    expect(template).toEqual(templateWith("V2"));
  });
});

describe("the next share", () => {
  const canary = { steps: [5, 25, 100], stepSeconds: 60 };
  const at = (seconds: number): Date => new Date(seconds * 1_000);
  const shift = (share: number, seconds: number) => ({ share, at: at(seconds).toISOString() });

  it("is the first at once, and each further one when its time has come", () => {
    expect(nextShift({ ...canary, shifts: [] }, at(0))).toEqual({ next: "shift", share: 5 });
    expect(nextShift({ ...canary, shifts: [shift(5, 0)] }, at(59))).toEqual({ next: "wait", waitMs: 1_000 });
    expect(nextShift({ ...canary, shifts: [shift(5, 0)] }, at(60))).toEqual({ next: "shift", share: 25 });
    expect(nextShift({ ...canary, shifts: [shift(5, 0), shift(25, 60)] }, at(500))).toEqual({ next: "shift", share: 100 });
  });
  it("is none after the last: the stack follows", () => {
    expect(nextShift({ ...canary, shifts: [shift(5, 0), shift(25, 60), shift(100, 120)] }, at(120))).toEqual({ next: "settle" });
  });
});

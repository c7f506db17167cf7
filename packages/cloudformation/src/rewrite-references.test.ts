import { describe, expect, it } from "vitest";
import { referencesOf, referencesOfResource } from "./references.js";
import { rewriteReferences } from "./rewrite-references.js";
import type { Json } from "./template.js";

const value: Json = {
  a: { Ref: "A" },
  b: [{ "Fn::GetAtt": ["A", "Arn"] }, { "Fn::GetAtt": "A.Arn" }],
  c: { "Fn::Sub": "${A} ${A.Arn} ${!A} ${AWS::Region} ${B}" },
  d: { "Fn::Sub": ["${A} ${own}", { own: { Ref: "A" }, A: "mine" }] },
  e: { Ref: "AWS::StackName" },
  f: { "Fn::If": ["A", { Ref: "A" }, "A"] },
};

describe("references", () => {
  it("are found with their kind, attribute and place", () => {
    expect(referencesOf(value).map(({ name, attribute, kind, path }) => `${name}${attribute === null ? "" : `.${attribute}`} ${kind} ${path.join(".")}`)).toEqual([
      "A Ref a",
      "A.Arn Fn::GetAtt b.0",
      "A.Arn Fn::GetAtt b.1",
      "A Fn::Sub c",
      "A.Arn Fn::Sub c",
      "AWS::Region Fn::Sub c",
      "B Fn::Sub c",
      "A Ref d.Fn::Sub.1.own",
      "AWS::StackName Ref e",
      "A Ref f.Fn::If.1",
    ]);
    expect(referencesOfResource({ Type: "T", DependsOn: ["A", "B"] }).map(({ name, kind }) => [name, kind])).toEqual([["A", "DependsOn"], ["B", "DependsOn"]]);
  });

  it("are replaced wherever they are, and nothing else is", () => {
    const replaced = rewriteReferences(value, ({ name, attribute }) => (name === "A" ? { value: { Ref: `P${attribute ?? ""}` }, variable: `P${attribute ?? ""}` } : null));
    expect(replaced).toEqual({
      a: { Ref: "P" },
      b: [{ Ref: "PArn" }, { Ref: "PArn" }],
      c: { "Fn::Sub": "${P} ${PArn} ${!A} ${AWS::Region} ${B}" },
      d: { "Fn::Sub": ["${A} ${own}", { own: { Ref: "P" }, A: "mine" }] },
      e: { Ref: "AWS::StackName" },
      f: { "Fn::If": ["A", { Ref: "P" }, "A"] },
    });
    expect(rewriteReferences(value, () => null)).toEqual(value);
  });
});

import { describe, expect, it } from "vitest";
import { createOnlyProperties } from "./create-only-properties.js";
import { diffResources } from "./resource-diff.js";
import type { JsonObject } from "./template.js";

const resource = (Type: string, Properties: JsonObject = {}, rest: JsonObject = {}): JsonObject => ({ Type, Properties, ...rest });
const diff = (before: JsonObject, after: JsonObject) => diffResources({ Resources: before }, { Resources: after });

describe("the resources of two templates", () => {
  it("are equal when nothing but the order of members differs", () => {
    expect(diff({ A: { Type: "T", Properties: { x: 1 } } }, { A: { Properties: { x: 1 }, Type: "T" } })).toEqual([]);
    expect(diffResources({}, {})).toEqual([]);
  });

  it("are added, changed in place, replaced and removed", () => {
    const changes = diff(
      { Gone: resource("AWS::SNS::Topic"), Fn: resource("AWS::Lambda::Function", { MemorySize: 128 }), Table: resource("AWS::DynamoDB::Table", { TableName: "a" }) },
      { New: resource("AWS::SQS::Queue"), Fn: resource("AWS::Lambda::Function", { MemorySize: 256 }), Table: resource("AWS::DynamoDB::Table", { TableName: "b" }) },
    );
    expect(changes.map(({ logicalId, action, replacement, risk }) => [logicalId, action, replacement, risk])).toEqual([
      ["Fn", "change", "no", "low"],
      ["Gone", "remove", "no", "medium"],
      ["New", "add", "no", "none"],
      ["Table", "replace", "yes", "high"],
    ]);
    expect(changes[0]?.properties).toEqual([{ path: "MemorySize", before: 128, after: 256, requiresRecreation: "never" }]);
    expect(changes[3]?.properties).toMatchObject([{ path: "TableName", requiresRecreation: "always" }]);
  });

  it("keep their data where the template says so", () => {
    const kept = { UpdateReplacePolicy: "Retain", DeletionPolicy: "Retain" };
    const [replaced] = diff({ T: resource("AWS::DynamoDB::Table", { TableName: "a" }, kept) }, { T: resource("AWS::DynamoDB::Table", { TableName: "b" }, kept) });
    expect(replaced).toMatchObject({ action: "replace", risk: "medium" });
    expect(diff({ T: resource("AWS::DynamoDB::Table", {}, kept) }, {})).toMatchObject([{ action: "remove", risk: "medium" }]);
  });

  it("may be replaced when their type is not known, and are when it changes", () => {
    expect(diff({ A: resource("AWS::New::Thing", { x: 1 }) }, { A: resource("AWS::New::Thing", { x: 2 }) })).toMatchObject([{ action: "change", replacement: "maybe" }]);
    expect(diff({ A: resource("Custom::Thing", { x: 1 }) }, { A: resource("Custom::Thing", { x: 2 }) })).toMatchObject([{ replacement: "no" }]);
    expect(diff({ A: resource("AWS::SQS::Queue") }, { A: resource("AWS::SNS::Topic") })).toMatchObject([{ action: "replace" }]);
  });

  it("of a new version with every release count as disposable", () => {
    expect(diff({ V1: resource("AWS::Lambda::Version") }, { V2: resource("AWS::Lambda::Version") })).toMatchObject([
      { action: "remove", disposable: true, risk: "none" },
      { action: "add", disposable: true, risk: "none" },
    ]);
  });

  it("are told by attributes and list items, too", () => {
    const [change] = diff(
      { A: resource("AWS::SQS::Queue", { Tags: [{ Key: "a", Value: "1" }] }) },
      { A: resource("AWS::SQS::Queue", { Tags: [{ Key: "a", Value: "2" }] }, { DeletionPolicy: "Retain" }) },
    );
    expect(change?.properties.map(({ path }) => path)).toEqual(["Tags[0].Value", "DeletionPolicy"]);
  });
});

describe("what cannot change in place", () => {
  it("is known for the types that matter", () => {
    expect(createOnlyProperties("AWS::DynamoDB::Table")?.get("KeySchema")).toBe("always");
    expect(createOnlyProperties("AWS::Lambda::Function")?.get("MemorySize")).toBeUndefined();
    expect(createOnlyProperties("AWS::ApiGateway::RestApi")?.size).toBe(0);
    expect(createOnlyProperties("AWS::No::Such")).toBeNull();
  });
});

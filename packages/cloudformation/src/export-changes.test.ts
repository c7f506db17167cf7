import { describe, expect, it } from "vitest";
import { exportChanges, type ExportComparison } from "./export-changes.js";
import { keepExports } from "./keep-exports.js";
import type { JsonObject, Template } from "./template.js";

const output = (Value: JsonObject | string, Name: JsonObject | string): JsonObject => ({ Value, Export: { Name } });
const known = { "AWS::StackName": "shop-dev" };
const compare = (before: JsonObject | null, after: JsonObject, more: Partial<ExportComparison> = {}) =>
  exportChanges({
    deployed: [{ outputKey: "Table", name: "shop-dev-table", value: "orders" }],
    before: before && { Outputs: before },
    after: { Outputs: after },
    known,
    replaced: new Set(),
    maybeReplaced: new Set(),
    ...more,
  }).map(({ change, byReplacement }) => `${change}${byReplacement ? " by replacement" : ""}`);

const table = output({ Ref: "Orders" }, { "Fn::Sub": "${AWS::StackName}-table" });

describe("exports between two templates", () => {
  it("stay where name and value come to the same, however they are written", () => {
    expect(compare({ Table: table }, { Table: table })).toEqual([]);
    expect(compare({ Table: table }, { Other: output({ "Fn::Sub": "${Orders}" }, "shop-dev-table"), Table: { Value: "x" } })).toEqual([]);
    expect(compare({ Table: table }, { Table: output({ "Fn::Sub": "${Orders}" }, { "Fn::Join": ["-", [{ Ref: "AWS::StackName" }, "table"]] }) })).toEqual([]);
    expect(compare(null, { Table: output("orders", "shop-dev-table") })).toEqual([]);
    expect(compare(null, { Table: table })).toEqual([]);
  });

  it("go with their output, their name or their export", () => {
    expect(compare({ Table: table }, {})).toEqual(["removed"]);
    expect(compare({ Table: table }, { Table: { Value: { Ref: "Orders" } } })).toEqual(["removed"]);
    expect(compare({ Table: table }, { Table: output({ Ref: "Orders" }, "another") })).toEqual(["removed"]);
  });

  it("change with their value, and with the resource that they name", () => {
    expect(compare({ Table: table }, { Table: output("invoices", "shop-dev-table") })).toEqual(["changed"]);
    expect(compare({ Table: table }, { Table: output({ Ref: "Invoices" }, "shop-dev-table") })).toEqual(["changed"]);
    expect(compare({ Table: table }, { Table: output({ "Fn::GetAtt": ["Orders", "Arn"] }, "shop-dev-table") })).toEqual(["may_change"]);
    expect(compare({ Table: table }, { Table: table }, { replaced: new Set(["Orders"]) })).toEqual(["changed by replacement"]);
    expect(compare({ Table: table }, { Table: table }, { maybeReplaced: new Set(["Orders"]) })).toEqual(["may_change by replacement"]);
  });
});

describe("keeping exports", () => {
  it("brings the output back with what it needs, and nothing else", () => {
    const deployed: JsonObject = {
      Parameters: { Size: { Type: "String" }, Unused: { Type: "String" } },
      Conditions: { Big: { "Fn::Equals": [{ Ref: "Size" }, "big"] } },
      Resources: {
        Orders: { Type: "AWS::DynamoDB::Table", Condition: "Big", DependsOn: "Key" },
        Key: { Type: "AWS::KMS::Key" },
        Gone: { Type: "AWS::SNS::Topic" },
      },
      Outputs: { Table: table },
    };
    const fresh: Template = { Resources: { New: { Type: "AWS::SNS::Topic" } }, Outputs: { Url: { Value: "u" } } };
    const kept = keepExports(fresh, { template: deployed, exports: [{ outputKey: "Table", name: "shop-dev-table", value: "orders" }] }, ["shop-dev-table", "nobody"]);
    expect(kept.unknown).toEqual(["nobody"]);
    expect(kept.resources).toEqual(["Key", "Orders"]);
    expect(kept.template).toMatchObject({ Parameters: { Size: {} }, Conditions: { Big: {} }, Outputs: { Url: {}, Table: { Value: { Ref: "Orders" }, Export: { Name: "shop-dev-table" } } } });
    expect(Object.keys(kept.template.Parameters ?? {})).toEqual(["Size"]);
    expect(Object.keys(fresh.Resources)).toEqual(["New"]);
  });
});

import { describe, expect, it } from "vitest";
import { resolveText } from "./resolve-value.js";

const names = {
  ref: (name: string) => ({ Table: "orders-dev", "AWS::Region": "eu-central-1" })[name],
  attribute: (id: string, attribute: string) => (id === "Table" && attribute === "Arn" ? "arn:table" : undefined),
};

describe("the text that CloudFormation makes of a value", () => {
  it.each([
    ["plain", "plain"],
    [7, "7"],
    [true, "true"],
    [{ Ref: "Table" }, "orders-dev"],
    [{ "Fn::GetAtt": ["Table", "Arn"] }, "arn:table"],
    [{ "Fn::GetAtt": "Table.Arn" }, "arn:table"],
    [{ "Fn::Join": ["-", ["a", { Ref: "AWS::Region" }]] }, "a-eu-central-1"],
    [{ "Fn::Sub": "${Table}/${Table.Arn}/${!Kept}" }, "orders-dev/arn:table/${Kept}"],
    [{ "Fn::Sub": ["${Own}-${Table}", { Own: { Ref: "AWS::Region" } }] }, "eu-central-1-orders-dev"],
  ])("%j", (value, text) => expect(resolveText(value, names)).toBe(text));

  it.each([[{ Ref: "Other" }], [{ "Fn::GetAtt": ["Table", "StreamArn"] }], [{ "Fn::ImportValue": "x" }], [{ "Fn::Sub": "${Other}" }], [{ "Fn::Join": ["", [{ Ref: "Other" }]] }], [undefined]])(
    "%j is known to CloudFormation only",
    (value) => expect(resolveText(value, names)).toBeUndefined(),
  );
});

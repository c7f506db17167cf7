import { describe, expect, it } from "vitest";
import { parseTemplate } from "./parse-template.js";
import { TemplateSyntaxError } from "./template.js";

const variable = (text: string, ...sources: object[]) => ({ text, sources });
const use = (type: string, address: unknown = null, params: unknown[] = []) => ({ type, params, address });

describe("parseTemplate", () => {
  it.each(["plain", "$ { } {x}", "${AWS::Region}", "${Name}", "${name}", "${ self:x }", "${aws::region}", "${", "${}"])("leaves %s as text", (text) => {
    expect(parseTemplate(text)).toBeNull();
  });

  it("reads a source with its address", () => {
    expect(parseTemplate("${self:custom.name}")).toEqual([variable("${self:custom.name}", use("self", ["custom.name"]))]);
  });

  it("reads variables inside a text, and leaves CloudFormation's alone", () => {
    expect(parseTemplate("a-${opt:stage}-${AWS::Region}")).toEqual(["a-", variable("${opt:stage}", use("opt", ["stage"])), "-${AWS::Region}"]);
  });

  it("reads parameters, quoted and not", () => {
    expect(parseTemplate("${file(./a.yml):b.c}")).toEqual([variable("${file(./a.yml):b.c}", use("file", ["b.c"], [["./a.yml"]]))]);
    expect(parseTemplate("${ssm(eu-west-1, 'raw'):/x}")).toEqual([variable("${ssm(eu-west-1, 'raw'):/x}", use("ssm", ["/x"], [["eu-west-1"], ["raw"]]))]);
  });

  it("reads variables in addresses and parameters", () => {
    const inner = variable("${sls:stage}", use("sls", ["stage"]));
    expect(parseTemplate("${self:custom.${sls:stage}.x}")).toEqual([variable("${self:custom.${sls:stage}.x}", use("self", ["custom.", inner, ".x"]))]);
    expect(parseTemplate("${file(${sls:stage}.yml)}")).toEqual([variable("${file(${sls:stage}.yml)}", use("file", null, [[inner, ".yml"]]))]);
  });

  it.each([
    ["'text'", "text"],
    ['"te\\"xt"', 'te"xt'],
    ["42", 42],
    ["true", true],
    ["null", null],
    ["''", ""],
  ])("reads the fallback %s", (written, literal) => {
    const text = `\${env:X, ${written}}`;
    expect(parseTemplate(text)).toEqual([variable(text, use("env", ["X"]), { literal })]);
  });

  it("reads a second source as a fallback", () => {
    expect(parseTemplate("${env:X, self:y}")).toEqual([variable("${env:X, self:y}", use("env", ["X"]), use("self", ["y"]))]);
  });

  it.each([
    ["\\${self:x}", ["${self:x}"]],
    ["\\\\${self:x}", ["\\", variable("${self:x}", use("self", ["x"]))]],
    ["a\\b ${self:x}", ["a\\b ", variable("${self:x}", use("self", ["x"]))]],
  ])("halves the backslashes before a variable in %s", (text, parts) => {
    expect(parseTemplate(text)).toEqual(parts);
  });

  it.each(["${self:x", "${env:X, dev}", "${env:X, 'a'b}", "${env:X, {}}", "${file(a}", "${env:X, 'a}"])("refuses %s", (text) => {
    expect(() => parseTemplate(text)).toThrow(TemplateSyntaxError);
  });
});

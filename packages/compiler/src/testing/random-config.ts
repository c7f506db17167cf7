import type { Json, JsonObject } from "@windlass/cloudformation/template";
import type { JsonSchema } from "./reference-schema.js";

/** Values that fit somewhere by accident, or nearly. */
const oddValues: readonly Json[] = [
  null, "", 0, 1, "x", "true", false, "5", 1.5, [], ["x"], [1], {}, { a: 1 }, { Ref: "X" }, { "Fn::GetAtt": ["A", "Arn"] }, { "Fn::If": ["C", "a", { Ref: "b" }] },
  { "Fn::Join": ["", "a"] }, { "Fn::Join": [1, ["a"]] }, { "Fn::ImportValue": "x" }, { "Fn::Select": [0, { "Fn::Split": [",", "a"] }] }, ["arn:aws:x", "y"], { x: null }, ["a", "a"], 128, 6000,
];
const texts: readonly string[] = [
  "x", "abc", "a b", "1", "true", "*", "dev", "my-bucket", "123456789012", "/x", "/mnt/a", "GET /x", "POST", "GET", "get", "* /x", "HEADER", "REGIONAL", "BASIC", "STREAM", "lambda", "token", "vpc-link",
  "rate(5 minutes)", "cron(0 12 * * ? *)", "s3:ObjectCreated:*", "nodejs", "a/b", "execute-api:/a", "ABC_D", "./", "$connect", "subnet-1", "sg-1", "origin-access-identity/cloudfront/x", "2030-01-31T00:00:00Z",
  "arn:aws:sns:us-east-1:123456789012:topic", "arn:aws:kms:us-east-1:123456789012:key/x", "arn:aws:lambda:us-east-1:123456789012:function:x", "arn:aws:secretsmanager:us-east-1:123456789012:secret:x",
  "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/my/50dc6c495c0c9188/f2f7dc8efc522ab2", "arn:aws:elasticfilesystem:us-east-1:111111111111:access-point/fsap-a1a1a1a1a1a1a1a1a",
  "123456789012.dkr.ecr.us-east-1.amazonaws.com/repo:tag", "https://example.com/a",
];

/** Random values of a schema, a share of them broken. The same seed gives the same values. */
export class RandomConfig {
  private readonly fitting = new Map<string, readonly string[]>();

  constructor(
    private seed: number,
    private readonly brokenShare: number,
  ) {}

  value(schema: JsonSchema): Json {
    if (this.next() < this.brokenShare) return structuredClone(this.pick(oddValues));
    const alternatives = schema.anyOf ?? schema.oneOf;
    if (alternatives && !schema.properties) return this.value(this.pick(alternatives));
    if (schema.enum) return this.pick(schema.enum);
    if (schema.const !== undefined) return schema.const;
    switch (schema.type) {
      case "string":
        return this.text(schema);
      case "integer":
      case "number":
        return this.number(schema);
      case "boolean":
        return this.pick([true, false, "true", "false"]);
      case "array":
        return this.list(schema);
      case "object":
        return this.object(schema);
      default:
        return schema.properties ? this.object(schema) : structuredClone(this.pick(oddValues));
    }
  }

  private object(schema: JsonSchema): JsonObject {
    const { properties = {}, patternProperties = {}, additionalProperties } = schema;
    // What an alternative requires makes the object fit it.
    const alternative = this.pick([...(schema.anyOf ?? schema.oneOf ?? []), {}]);
    const required = [schema, alternative, ...(schema.allOf ?? []).map((part) => (part.oneOf ? this.pick(part.oneOf) : part))].flatMap((part) => part.required ?? []);
    const share = Object.keys(properties).length > 8 ? 0.25 : 0.5;
    const result: JsonObject = {};
    for (const [key, member] of Object.entries(properties)) {
      if (required.includes(key) || this.next() < share) result[key] = this.value(alternative.properties?.[key] ?? member);
    }
    for (const [pattern, member] of Object.entries(patternProperties)) if (this.next() < 0.7) result[this.text({ pattern })] = this.value(member);
    if (typeof additionalProperties === "object" && this.next() < 0.8) result["my-key"] = this.value(additionalProperties);
    if (this.next() < this.brokenShare / 2) result["bogus"] = 1;
    return result;
  }

  private list({ items, minItems = 0 }: JsonSchema): Json[] {
    if (Array.isArray(items)) return items.map((item) => this.value(item));
    return Array.from({ length: Math.max(minItems, Math.floor(this.next() * 3)) }, () => (items ? this.value(items) : structuredClone(this.pick(oddValues))));
  }

  private text({ pattern, regexp }: JsonSchema): string {
    const written = /^\/(.*)\/([a-z]*)$/.exec(regexp ?? "");
    const test = written ? new RegExp(written[1] ?? "", written[2]) : new RegExp(pattern ?? "", "u");
    const known = `${pattern} ${regexp}`;
    const fitting = this.fitting.get(known) ?? texts.filter((text) => test.test(text));
    this.fitting.set(known, fitting);
    return fitting.length > 0 ? this.pick(fitting) : "x";
  }

  private number({ minimum = -5, maximum = minimum + 500, type }: JsonSchema): Json {
    const value = minimum + this.next() * (maximum - minimum);
    const result = type === "integer" ? Math.floor(value) : value;
    return this.next() < 0.1 ? String(result) : result;
  }

  private pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error("There is nothing to pick from.");
    return item;
  }

  /** Mulberry32: small, and even enough for this. */
  private next(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
}

import { describe, expect, it } from "vitest";
import { createPlaces } from "./1-read/locate.js";
import { Provenance } from "./2-resolve/provenance.js";
import type { Path } from "./path.js";
import { createRangeFinder, partOf } from "./source-range.js";

const text = `service: hello
provider:
  name: aws
  memorySize: "12" # text
functions:
  hello:
    handler: src/x.handler
    description: |
      long
      text
    environment: { A: 1,
      B: 2 }
    timeout:
    events:
      - http: GET /
        cors: true
      - sqs: { arn: x }
      - \${file(e.yml)}
`;
const pieces = (source: string): ((code: string, path: Path) => string | null) => {
  const find = createRangeFinder(source);
  const { locate } = createPlaces({ path: "serverless.yml", text: source }, new Provenance());
  const lines = source.split("\n");
  return (code, path) => {
    const range = find(locate(path), partOf(code));
    if (!range) return null;
    const shown = lines.slice(range.line - 1, range.endLine);
    if (range.line === range.endLine) return (shown[0] ?? "").slice(range.column - 1, range.endColumn - 1);
    return [(shown[0] ?? "").slice(range.column - 1), ...shown.slice(1, -1), (shown.at(-1) ?? "").slice(0, range.endColumn - 1)].join("\n");
  };
};
const hello = ["functions", "hello"];

describe("what is underlined", () => {
  it.each<[string, Path, string]>([
    ["property_unknown", ["provider", "memorySize"], "memorySize"],
    ["property_invalid", ["provider", "memorySize"], '"12"'],
    ["property_invalid", hello, "hello"],
    ["property_invalid", [...hello, "description"], "description"],
    ["property_invalid", [...hello, "environment"], "{ A: 1,\n      B: 2 }"],
    ["property_invalid", [...hello, "timeout"], "timeout"],
    ["property_invalid", [...hello, "events", 0], "http"],
    ["event_unknown", [...hello, "events", 0, "http"], "http"],
    ["property_invalid", [...hello, "events", 0, "http"], "GET /"],
    ["property_missing", [...hello, "events", 1, "sqs"], "sqs"],
    ["property_invalid", [...hello, "events", 1, "sqs", "arn"], "x"],
    ["variable_not_found", [...hello, "events", 2], "${file(e.yml)}"],
    ["property_missing", [], "service"],
  ])("of %s at %j is %s", (code, path, expected) => {
    expect(pieces(text)(code, path)).toBe(expected);
  });

  it("is found in JSON", () => {
    expect(pieces('{ "provider": { "name": "aws", "timeout": [901] } }')("property_invalid", ["provider", "timeout"])).toBe("[901]");
  });

  it("is a word or a character where nothing could be parsed, and nothing where there is no such line", () => {
    const find = createRangeFinder("a: [1\nfunctions: {}");
    const place = { file: "serverless.yml", property: null };
    expect(find({ ...place, line: 2, column: 1 }, "word")).toEqual({ line: 2, column: 1, endLine: 2, endColumn: 10 });
    expect(find({ ...place, line: 2, column: 10 }, "word")).toEqual({ line: 2, column: 10, endLine: 2, endColumn: 11 });
    expect(find({ ...place, line: 9, column: 1 }, "value")).toBeNull();
    expect(find({ ...place, line: null, column: null }, "value")).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { configRows } from "./config-rows.js";
import { ancestorsOf, childPointer, pointerText, propertyPointer } from "./pointer.js";
import { scalarText } from "./scalar-text.js";
import { sampleConfig } from "./testing/sample-config.js";
import { rowOfPointer, searchRows, uncollapsedRows } from "./visible-rows.js";

const rows = configRows(sampleConfig());
const lineOf = ({ depth, item, label, text }: (typeof rows)[number]) => `${"  ".repeat(depth)}${item ? "- " : ""}${label === null ? "" : `${label}: `}${text}`.trimEnd();
const shown = (indexes: readonly number[]) => indexes.map((index) => rows[index]?.label ?? rows[index]?.text);

describe("the rows of a config", () => {
  it("read like YAML", () => {
    expect(rows.map(lineOf).join("\n")).toBe(`service: cart
provider:
  name: aws
  environment:
    TABLE: cart-dev
    PASSWORD: ••••••
    NOTE: |
      one
      two
    EMPTY: {}
functions:
  hello:
    handler: src/hello.handler
    events:
      - httpApi: GET /
      - http:
        method: get
        path: /old
  by/night:
    handler: src/night.handler
    timeout: 30
resources:
  Resources:
    Queue:
      Type: AWS::SQS::Queue
      Properties:
        Name: !Ref X
        Arn: !GetAtt Other.Arn`);
  });

  it("know their place, their origin and what is secret", () => {
    const row = (label: string) => rows.find((each) => each.label === label);
    expect(row("service")?.place).toEqual({ file: "serverless.yml", line: 1 });
    expect(row("httpApi")?.place).toEqual({ file: "serverless.yml", line: 12 });
    expect(row("name")?.place).toBeNull();
    expect(row("TABLE")?.origins[0]?.source).toBe("file(config/dev.yml)");
    expect([row("PASSWORD")?.secret, row("TABLE")?.secret]).toEqual([true, false]);
  });

  it("come by the ten thousand", () => {
    const functions = Object.fromEntries(Array.from({ length: 2500 }, (_, index) => [`f${index}`, { handler: "a.b", events: [{ httpApi: "GET /" }] }]));
    const start = performance.now();
    const many = configRows(sampleConfig({ value: { functions } }));
    expect(many.length).toBe(10_001);
    searchRows(many, "f2499");
    uncollapsedRows(many, new Set(["/functions/f1"]), null);
    rowOfPointer(many, "/functions/f2499/events/0");
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe("the rows that are shown", () => {
  it("leave out what is below a collapsed one, but for what is selected", () => {
    const collapsed = new Set(["/provider", "/functions", "/resources"]);
    expect(shown(uncollapsedRows(rows, collapsed, null))).toEqual(["service", "provider", "functions", "resources"]);
    const open = uncollapsedRows(rows, new Set(["/functions", "/functions/hello", "/functions/by~1night"]), "/functions/hello/handler");
    expect(shown(open)).toContain("handler");
    expect(shown(open)).not.toContain("timeout");
  });

  it("are found by key, value, variable and dotted path, with the way to them", () => {
    const found = (needle: string) => ({ ...searchRows(rows, needle), shown: shown(searchRows(rows, needle).shown) });
    expect(found("TIMEOUT")).toEqual({ shown: ["functions", "by/night", "timeout"], matches: 1 });
    expect(found("dev.yml")).toEqual({ shown: ["provider", "environment", "TABLE"], matches: 1 });
    expect(found("hello.handler")).toEqual({ shown: ["functions", "hello", "handler"], matches: 1 });
    expect(found("two").shown).toEqual(["provider", "environment", "NOTE", "two"]);
    expect(found("")).toEqual({ shown: [], matches: 0 });
    expect(found("nowhere").matches).toBe(0);
  });

  it("are found by a pointer, to themselves or to what holds it", () => {
    const labelAt = (pointer: string) => rows[rowOfPointer(rows, pointer)]?.label;
    expect(labelAt("/functions/hello/events/0/httpApi")).toBe("httpApi");
    expect(labelAt("/functions/hello/events/0")).toBe("httpApi");
    expect(labelAt("/functions/hello/nothing/there")).toBe("hello");
    expect(labelAt("/functions/by~1night")).toBe("by/night");
    expect(rowOfPointer(rows, "/nothing")).toBe(-1);
  });
});

describe("a pointer", () => {
  it("is written as people do, and found from that", () => {
    const { value } = sampleConfig();
    expect(pointerText("/functions/hello/events/0/httpApi")).toBe("functions.hello.events[0].httpApi");
    expect(pointerText("/functions/by~1night")).toBe('functions["by/night"]');
    expect(propertyPointer(value, 'functions["by/night"].timeout')).toBe("/functions/by~1night/timeout");
    expect(propertyPointer(value, "functions.hello.events[1].http")).toBe("/functions/hello/events/1/http");
    expect(propertyPointer(value, "provider.deploymentBucket.name")).toBe("/provider");
    expect(ancestorsOf("/a/b/c")).toEqual(["/a", "/a/b"]);
    expect(childPointer("/a", "b~/c")).toBe("/a/b~0~1c");
  });
});

describe("a scalar", () => {
  it.each([
    ["text", "text"],
    ["", '""'],
    ["true", '"true"'],
    ["012", '"012"'],
    ["3.1.x", "3.1.x"],
    ["2012-10-17", '"2012-10-17"'],
    ["a: b", '"a: b"'],
    ["a:b", "a:b"],
    ["- a", '"- a"'],
    ["-a", "-a"],
    ["*", '"*"'],
    ["rate(5 minutes)", "rate(5 minutes)"],
    [7, "7"],
    [null, "null"],
    [[], "[]"],
  ])("%j is %s", (value, text) => {
    expect(scalarText(value)).toBe(text);
  });
});

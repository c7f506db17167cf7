import { describe, expect, it } from "vitest";
import { parseInput, serviceInputsSchema, servicesOfInput } from "./input-text.js";
import { findCycle, reachableFrom, wavesOf } from "./service-graph.js";

const graphOf = (edges: Record<string, string[]>) => new Map(Object.entries(edges));

describe("a cycle", () => {
  it("is named from its first service round to it again, without what only leads to it", () => {
    expect(findCycle(graphOf({ start: ["a"], a: ["b", "x"], b: ["c"], c: ["a"], x: [] }))).toEqual(["a", "b", "c", "a"]);
    expect(findCycle(graphOf({ a: ["a"] }))).toEqual(["a", "a"]);
  });

  it("is none in a diamond, nor in a chain of 20 000", () => {
    expect(findCycle(graphOf({ d: ["b", "c"], b: ["a"], c: ["a"] }))).toBeNull();
    const chain = new Map(Array.from({ length: 20_000 }, (_, n) => [`s${n}`, [`s${n + 1}`]]));
    expect(findCycle(chain)).toBeNull();
    expect(wavesOf(["s0", "s19999"], chain).get("s0")).toBe(2);
  });
});

describe("waves", () => {
  it("put each service behind the last that it needs, and those without needs at once", () => {
    const graph = graphOf({ web: ["api", "auth"], api: ["db"], auth: [], db: [], alone: [] });
    expect(Object.fromEntries(wavesOf(graph.keys(), graph))).toEqual({ alone: 1, auth: 1, db: 1, api: 2, web: 3 });
  });

  it("keep the order of two whose connection is not deployed itself", () => {
    const graph = graphOf({ web: ["api"], api: ["db"] });
    expect([...wavesOf(["web", "db"], graph)]).toEqual([["db", 1], ["web", 2]]);
    expect(reachableFrom("web", graph)).toEqual(["api", "db"]);
  });

  it("take names that objects have for names", () => {
    const graph = new Map([["constructor", ["__proto__"]], ["__proto__", ["toString"]]]);
    expect([...wavesOf(["constructor", "__proto__", "toString"], graph)]).toEqual([["toString", 1], ["__proto__", 2], ["constructor", 3]]);
    expect(findCycle(new Map([["__proto__", ["__proto__"]]]))).toEqual(["__proto__", "__proto__"]);
  });
});

describe("an input's text", () => {
  it("names outputs of services, whose names may have dots", () => {
    expect(parseInput("arn:${shop.core.TableArn}/index/${sls:stage}")).toEqual([
      { kind: "text", text: "arn:" },
      { kind: "output", service: "shop.core", output: "TableArn" },
      { kind: "text", text: "/index/" },
      { kind: "stage" },
    ]);
    expect(servicesOfInput("${a.X} ${b.Y} ${a.Z}")).toEqual(["a", "b"]);
    expect(parseInput("plain $HOME {}")).toEqual([{ kind: "text", text: "plain $HOME {}" }]);
  });

  it.each(["${env:HOME}", "${a}", "${a.B", "${../a.B}", "${a.B-C}", "${a.${b.C}}", "${.B}", "${ssm:/db/password}", "${a.}"])("refuses %s", (text) => {
    expect(parseInput(text)).toBeNull();
    expect(serviceInputsSchema.safeParse({ x: text }).success).toBe(false);
  });

  it.each(["", "a b", "${x}", "1a", "a".repeat(129)])("refuses the name %j", (name) => {
    expect(serviceInputsSchema.safeParse({ [name]: "x" }).success).toBe(false);
  });
});

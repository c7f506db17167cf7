import { describe, expect, it } from "vitest";
import { diffConfigs, type ConfigChange } from "./config-diff.js";
import { origin, sampleConfig } from "./testing/sample-config.js";

const told = ({ kind, before, after }: ConfigChange) => [kind, before && [before.pointer, before.value], after && [after.pointer, after.value]];
const value = (items: string[], extra = {}) => ({ items, ...extra });

describe("two configs", () => {
  it("differ in nothing when only lines moved", () => {
    const moved = sampleConfig({ places: { "/service": [0, 3, 1] } });
    expect(diffConfigs(sampleConfig(), moved)).toEqual([]);
  });

  it("differ by values that came, went and changed, with where each came from", () => {
    const ssm = [origin("${ssm:/a}", { version: "1" })];
    const changes = diffConfigs(
      sampleConfig({ value: value(["a", "c"], { memory: 128, gone: true }), origins: { "/memory": ssm } }),
      sampleConfig({ value: value(["a", "b", "c"], { memory: 256 }), origins: {} }),
    );
    expect(changes.map(told)).toEqual([
      ["added", null, ["/items/1", "b"]],
      ["changed", ["/memory", 128], ["/memory", 256]],
      ["removed", ["/gone", true], null],
    ]);
    expect(changes[1]?.before?.origins).toBe(ssm);
    expect(changes[1]?.after?.origins).toEqual([]);
  });

  it("differ by the version of a secret whose value nobody sees", () => {
    const pointer = "/provider/environment/PASSWORD";
    const next = origin("${ssm:/cart/password}", { address: "/cart/password", version: "4", secret: true });
    const { origins } = sampleConfig();
    const changes = diffConfigs(sampleConfig(), sampleConfig({ origins: { ...origins, [pointer]: [next] } }));
    expect(changes.map(told)).toEqual([["origin", [pointer, "••••••"], [pointer, "••••••"]]]);
    expect([changes[0]?.before?.origins[0]?.version, changes[0]?.after?.origins[0]?.version]).toEqual(["3", "4"]);
  });

  it("do not differ by the origin of an item that another one moved along", () => {
    const from = [origin("${param:c}")];
    const before = sampleConfig({ value: value(["c"]), origins: { "/items/0": from } });
    const after = sampleConfig({ value: value(["new", "c"]), origins: { "/items/1": [origin("${param:c}")] } });
    expect(diffConfigs(before, after).map(told)).toEqual([["added", null, ["/items/0", "new"]]]);
  });

  it("show what came from a file as a whole with that file", () => {
    const file = [origin("${file(a.yml)}")];
    const [change] = diffConfigs(sampleConfig({ value: { custom: { a: { x: 1 } } }, origins: { "/custom/a": file } }), sampleConfig({ value: { custom: { a: { x: 2 } } }, origins: { "/custom/a": file } }));
    expect(change?.before?.origins).toBe(file);
  });
});

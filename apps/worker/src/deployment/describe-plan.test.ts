import { accessChanges } from "@windlass/cloudformation/access-changes";
import type { Artifact } from "@windlass/contracts/release";
import type { ResourceChange } from "@windlass/contracts/plan";
import { describe, expect, it } from "vitest";
import { compareCode } from "./compare-code.js";
import { eventCosts } from "./event-costs.js";
import { hashChanges } from "./hash-changes.js";
import { measureBudget } from "./measure-budget.js";
import { refuseExports } from "./refuse-exports.js";
import { templatesOfChanges } from "./templates-of-changes.js";

const zip = (hash: string, ...functions: string[]): Artifact => ({ name: hash, kind: "function", hash, sizeBytes: hash.length, bucket: "b", key: hash, functions });

describe("what a plan tells", () => {
  it("compares code by function, whichever zip it is in", () => {
    expect(compareCode([zip("one", "a", "b"), zip("old", "gone")], [zip("one", "a"), zip("three", "b"), { ...zip("layer"), kind: "layer" }])).toEqual([
      { function: "b", before: { hash: "one", sizeBytes: 3 }, after: { hash: "three", sizeBytes: 5 } },
      { function: "gone", before: { hash: "old", sizeBytes: 3 }, after: null },
    ]);
  });

  it("counts what the templates need, and what events of a type cost together", () => {
    const after = { Resources: { A: { Type: "T" }, B: { Type: "T" } }, Outputs: {} };
    expect(measureBudget({ before: { Resources: { A: { Type: "T" } } }, after, events: [] })).toMatchObject({
      resources: { before: 1, after: 2, limit: 500 },
      parameters: { before: 0, after: 0, limit: 200 },
      templateBytes: { after: Buffer.byteLength(JSON.stringify(after)) },
    });
    const place = { file: "serverless.yml", line: null, column: null, property: null };
    const share = (path: string, resources: number) => ({ path, place, kind: path.includes("events") ? ("event" as const) : ("function" as const), resources, outputs: 0, bytes: 0 });
    expect(eventCosts({ contributors: [share("functions.a", 9), share("functions.a.events[0].sqs", 1), share("functions.a.events[1].http", 3), share("functions.b.events[0].http", 2)] })).toEqual([
      { type: "http", count: 2, resources: 5 },
      { type: "sqs", count: 1, resources: 1 },
    ]);
  });

  it("finds rights in a change set's values where the deployed template cannot be read", () => {
    const statement = (action: string) => JSON.stringify({ Statement: [{ Effect: "Allow", Action: action, Resource: "r" }] });
    const property = { path: "Properties.PolicyDocument", requiresRecreation: "never", before: statement("s3:Get"), after: statement("s3:Put") } as const;
    const change: ResourceChange = { logicalId: "P", physicalId: null, resourceType: "AWS::IAM::Policy", action: "change", replacement: "no", stateful: false, risk: "low", properties: [property] };
    const { before, after } = templatesOfChanges([change]);
    expect(accessChanges(before, after).map((each) => `${each.change} ${each.text}`)).toEqual(["removed Allow s3:Get on r", "added Allow s3:Put on r"]);
    expect(hashChanges([change])).not.toBe(hashChanges([{ ...change, properties: [{ ...property, after: null }] }]));
  });

  it("refuses only what is certain to fail, with what to deploy first", () => {
    const run = { service: { name: "shop" }, stage: { name: "dev" } };
    const importers = [{ stackName: "web-dev", service: "web", stage: "dev" }, { stackName: "legacy", service: null, stage: null }];
    expect(refuseExports([{ name: "x", change: "may_change", byReplacement: false, importers }], run)).toBeNull();
    const refused = refuseExports([{ name: "x", change: "removed", byReplacement: false, importers }], run);
    expect(refused).toMatchObject({ code: "export_in_use", message: expect.stringContaining("web/dev, legacy") });
    expect(refused?.phases?.map(({ stages, keepExports }) => ({ stages, keepExports }))).toEqual([
      { stages: [{ service: "shop", stage: "dev" }], keepExports: ["x"] },
      { stages: [{ service: "web", stage: "dev" }], keepExports: undefined },
      { stages: [{ service: "shop", stage: "dev" }], keepExports: undefined },
    ]);
    const replaced = refuseExports([{ name: "x", change: "changed", byReplacement: true, importers }], run);
    expect(replaced?.phases?.map(({ keepExports }) => keepExports)).toEqual([undefined, undefined, undefined]);
    expect(refused?.phases?.[1]?.text).toContain("Windlass does not deploy legacy");
  });
});

import { expect, it } from "vitest";
import type { Artifact } from "@windlass/contracts/release";
import { comparePromotion, type PromotionSide } from "./compare-promotion.js";

const zip = (name: string, hash: string, change: Partial<Artifact> = {}): Artifact => ({ name, kind: "function", hash, sizeBytes: 10, bucket: "b", key: `${hash}.zip`, functions: [name], ...change });

function side(stage: string, change: { artifacts?: Artifact[]; memory?: number; functions?: string[]; extra?: object } = {}): PromotionSide {
  const template = {
    Resources: {
      Api: { Type: "AWS::Lambda::Function", Properties: { FunctionName: `orders-${stage}-api`, MemorySize: change.memory ?? 128, Code: { S3Bucket: "b", S3Key: stage } } },
      ...change.extra,
    },
    Outputs: { Name: { Value: `orders-${stage}` } },
  };
  return { stage, shownTemplate: JSON.stringify(template), artifacts: change.artifacts ?? [zip("api", "aa")], functions: change.functions ?? ["api"] };
}
const from = (change: Parameters<typeof side>[1] = {}) => ({ ...side("dev", change), number: 7, release: 5 });

it("finds the same bytes, and no difference in what is named by the stage alone", () => {
  expect(comparePromotion({ from: from(), to: side("prod") })).toEqual({
    stage: "dev",
    number: 7,
    release: 5,
    artifacts: [{ name: "api", kind: "function", identical: true, sameObject: true, hash: "aa", fromHash: "aa", why: null }],
    differences: [],
    moreDifferences: 0,
  });
});

it("says of each function and layer why it is not the same", () => {
  const result = comparePromotion({
    from: from({ artifacts: [zip("api", "aa"), zip("old", "cc"), zip("tools", "l1", { kind: "layer", functions: [] })], functions: ["api", "old", "image"] }),
    to: side("prod", { artifacts: [zip("api", "bb", { sizeBytes: 12 }), zip("tools", "l1", { kind: "layer", functions: [], bucket: "other" })], functions: ["api", "image"] }),
  });
  expect(result.artifacts.map(({ name, identical, sameObject, why }) => [name, identical, sameObject, why])).toEqual([
    ["api", false, false, "Other bytes: 10 on dev, 12 on prod."],
    ["image", false, false, "It runs an image, not a zip."],
    ["old", false, false, "Only dev has it."],
    ["tools", true, false, null],
  ]);
});

it("lists properties that differ, and resources that only one has", () => {
  const result = comparePromotion({ from: from({ extra: { Debug: { Type: "AWS::SQS::Queue" } } }), to: side("prod", { memory: 512 }) });
  expect(result.differences).toEqual([
    { logicalId: "Api", resourceType: "AWS::Lambda::Function", path: "MemorySize", from: "128", to: "512" },
    { logicalId: "Debug", resourceType: "AWS::SQS::Queue", path: "", from: "only on dev", to: null },
  ]);
  expect(comparePromotion({ from: { ...from(), shownTemplate: null }, to: side("prod") }).differences).toBeNull();
});

import { describe, expect, it } from "vitest";
import type { JsonObject } from "@windlass/cloudformation/template";
import { checkConfig } from "../3-check/check-config.js";
import { CompileError, type Problem } from "../diagnostic.js";
import { ExternalError, type ExternalRequest, type ExternalValues } from "../external-values.js";
import { buildModel } from "./build-model.js";
import { resolveImages } from "./images.js";
import type { Image } from "./service-model.js";

const registry = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const digest = `sha256:${"a".repeat(64)}`;

function answering(answers: Record<string, string | Error>): { external: ExternalValues; asked: ExternalRequest[] } {
  const asked: ExternalRequest[] = [];
  return {
    asked,
    external: {
      ask: async (request) => {
        asked.push(request);
        const answer = request.source === "ecr" ? answers[`${request.repository}:${request.tag}`] : undefined;
        if (answer instanceof Error) throw answer;
        return answer === undefined ? null : { value: answer };
      },
    },
  };
}

async function images(config: JsonObject, external?: ExternalValues): Promise<(Image | null)[]> {
  const checked = checkConfig({ service: "shop", ...config }, "dev");
  const model = buildModel(checked.config, { stage: "dev", region: "us-east-1", configFile: "serverless.yml" });
  return (await resolveImages(model, { external, signal: undefined })).functions.map(({ image }) => image);
}

async function problems(config: JsonObject, external?: ExternalValues): Promise<readonly Problem[]> {
  const error: unknown = await images(config, external).catch((reason: unknown) => reason);
  return error instanceof CompileError ? error.problems : [];
}

const withImages = (...list: string[]): JsonObject => ({ provider: { name: "aws" }, functions: Object.fromEntries(list.map((image, index) => [`f${index}`, { image }])) });

describe("images of functions", () => {
  it("are named by the digest that ECR gives for the tag, each address asked once", async () => {
    const { external, asked } = answering({ "team/app:v1": digest });
    const found = await images(withImages(`${registry}/team/app:v1`, `${registry}/team/app:v1`, `${registry}/other@${digest}`), external);
    const tagged = { uri: `${registry}/team/app@${digest}`, sha: "a".repeat(64), isTagged: true };
    expect(found).toEqual([tagged, tagged, { uri: `${registry}/other@${digest}`, sha: "a".repeat(64), isTagged: false }]);
    expect(asked).toEqual([{ source: "ecr", region: "us-east-1", registryId: "123456789012", repository: "team/app", tag: "v1" }]);
  });

  it("that cannot be had are named with their address", async () => {
    const address = `${registry}/app:v1`;
    const refused = answering({ "app:v1": new ExternalError("no credentials") });
    expect(await problems(withImages(address))).toMatchObject([{ code: "variable_needs_aws", path: ["functions", "f0", "image"] }]);
    expect(await problems(withImages(address), answering({}).external)).toMatchObject([{ code: "image_missing", message: expect.stringContaining("app:v1") }]);
    expect(await problems(withImages(address), refused.external)).toMatchObject([{ code: "image_missing", message: expect.stringContaining("no credentials") }]);
    expect(await problems(withImages(address.replace("us-east-1", "eu-west-1")), refused.external)).toMatchObject([{ code: "property_invalid" }]);
  });

  it.each<[string, JsonObject, string]>([
    ["built ones", { one: "./app" }, "feature_unsupported"],
    ["built ones described", { one: { path: "./app" } }, "feature_unsupported"],
    ["undescribed ones", { one: {} }, "property_missing"],
    ["unknown ones", { two: `${registry}/app@${digest}` }, "property_invalid"],
    ["built ones with an address", { one: { uri: `${registry}/app@${digest}`, platform: "linux/arm64" } }, "conflict"],
  ])("of the provider: %s are refused", async (_, ecr, code) => {
    expect(await problems({ provider: { name: "aws", ecr: { images: ecr } }, functions: { hello: { image: "one" } } })).toMatchObject([{ code }]);
  });
});

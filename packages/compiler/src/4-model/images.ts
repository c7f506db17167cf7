import type { ImageConfig } from "../3-check/config.js";
import { CompileError, type Problem } from "../diagnostic.js";
import { ExternalError, type ExternalAnswer, type ExternalRequest, type ExternalValues } from "../external-values.js";
import type { Path } from "../path.js";
import type { FunctionModel, Image, ServiceModel } from "./service-model.js";

type EcrRequest = Extract<ExternalRequest, { source: "ecr" }>;
type Named = { fn: FunctionModel; uri: string; path: Path };
type Lookup = { external: ExternalValues | undefined; signal: AbortSignal | undefined };

const inEcr = /^\d+\.dkr\.ecr\.[a-z0-9-]+..amazonaws.com\/([^@]+)|([^@:]+@sha256:[a-f0-9]{64})$/;

/**
 * The model with the image of each function named by its digest, which is what Lambda runs. Tags are looked up in ECR,
 * all at once, each address once.
 * @throws CompileError for images that have to be built, are not described well, or whose digest cannot be had.
 */
export async function resolveImages(model: ServiceModel, lookup: Lookup): Promise<ServiceModel> {
  const problems: Problem[] = [];
  const named = model.functions.flatMap((fn): Named[] => {
    if (!fn.config.image) return [];
    const found = uriOf(model, fn, fn.config.image);
    if ("code" in found) problems.push(found);
    else return [{ fn, ...found }];
    return [];
  });
  if (named.length === 0 && problems.length === 0) return model;
  const digests = await findDigests(model, named, { ...lookup, problems });
  if (problems.length > 0) throw new CompileError(problems);
  return { ...model, functions: model.functions.map((fn) => withImage(fn, named, digests)) };
}

function withImage(fn: FunctionModel, named: readonly Named[], digests: Map<string, string>): FunctionModel {
  const uri = named.find((candidate) => candidate.fn === fn)?.uri;
  if (uri === undefined) return fn;
  const given = uri.split("@")[1];
  const digest = given ?? digests.get(uri) ?? "";
  const image: Image = { uri: given === undefined ? `${uri.split(":")[0]}@${digest}` : uri, sha: digest.replace(/^sha256:/, ""), isTagged: given === undefined };
  return { ...fn, image };
}

async function findDigests(model: ServiceModel, named: readonly Named[], { external, signal, problems }: Lookup & { problems: Problem[] }): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  const tagged = new Map(named.filter(({ uri }) => !uri.includes("@")).map((item) => [item.uri, item]));
  await Promise.all(
    Array.from(tagged.values(), async ({ uri, path }) => {
      const request = requestOf(uri);
      const problem = request.region !== model.region ? regionProblem(uri, model.region, path) : undefined;
      const found = problem ?? (await askDigest(request, { uri, path, external, signal }));
      if ("code" in found) problems.push(found);
      else if (typeof found.value === "string") digests.set(uri, found.value);
    }),
  );
  return digests;
}

async function askDigest(request: EcrRequest, { uri, path, external, signal }: Lookup & { uri: string; path: Path }): Promise<ExternalAnswer | Problem> {
  const hint = "Name the image by its digest: …amazonaws.com/repository@sha256:….";
  if (!external) return { code: "variable_needs_aws", message: `${uri} is named by a tag, which only AWS can turn into a digest`, hint, path };
  try {
    const answer = await external.ask(request, signal);
    return answer ?? { code: "image_missing", message: `ECR has no image ${request.repository}:${request.tag} in ${request.region} (registry ${request.registryId})`, path };
  } catch (error) {
    if (!(error instanceof ExternalError)) throw error;
    return { code: "image_missing", message: `The digest of ${uri} could not be had: ${error.message}`, hint, path };
  }
}

function regionProblem(uri: string, region: string, path: Path): Problem {
  return { code: "property_invalid", message: `The image ${uri} is not in ${region}, where its function is`, hint: "Lambda runs images of its own region only.", path };
}

function requestOf(uri: string): EcrRequest {
  const [registryId = "", , , region = ""] = uri.split(".");
  const [repository = "", tag = "latest"] = uri.slice(uri.indexOf("/") + 1).split(":");
  return { source: "ecr", region, registryId, repository, tag };
}

function uriOf(model: ServiceModel, fn: FunctionModel, image: ImageConfig): { uri: string; path: Path } | Problem {
  const path = [...fn.path, "image"];
  if (typeof image === "string") return inEcr.test(image) ? { uri: image, path } : imageOfProvider(model, image, path);
  if (image.uri && image.name) return { code: "conflict", message: `The image of function "${fn.key}" has both a name and a uri`, path };
  if (image.uri) return { uri: image.uri, path: [...path, "uri"] };
  if (image.name) return imageOfProvider(model, image.name, path);
  return { code: "property_missing", message: `The image of function "${fn.key}" has neither a name nor a uri`, path };
}

const buildSettings = ["path", "buildArgs", "buildOptions", "cacheFrom", "platform", "provenance"] as const;

function imageOfProvider({ provider }: ServiceModel, name: string, usedAt: Path): { uri: string; path: Path } | Problem {
  const image = provider.ecr?.images?.[name];
  const path = ["provider", "ecr", "images", name];
  if (!image) return { code: "property_invalid", message: `There is no image "${name}" in provider.ecr.images`, path: usedAt };
  if (typeof image === "string") return inEcr.test(image) ? { uri: image, path } : mustBeBuilt(name, path);
  if (!image.uri) return image.path ? mustBeBuilt(name, path) : { code: "property_missing", message: `Image "${name}" has neither a uri nor a path`, path };
  const extra = buildSettings.find((setting) => image[setting]);
  return extra ? { code: "conflict", message: `Image "${name}" has both a uri and ${extra}`, path: [...path, extra] } : { uri: image.uri, path: [...path, "uri"] };
}

function mustBeBuilt(name: string, path: Path): Problem {
  return { code: "feature_unsupported", message: `Image "${name}" would have to be built, which Windlass cannot do yet`, hint: "Build and push the image before, and name it by its digest or tag.", path };
}

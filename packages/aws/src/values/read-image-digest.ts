import { nameOf } from "../aws-error.js";
import { clientConfig, type ValueAccess } from "./value-clients.js";
import type { ValueAnswer, ValueRequest } from "./value-request.js";

type Request = Extract<ValueRequest, { source: "ecr" }>;

/** The digest (`sha256:…`) of the image that a tag names. */
export async function readImageDigest(access: ValueAccess, request: Request, options: { abortSignal?: AbortSignal }): Promise<ValueAnswer | null> {
  const { ECRClient, DescribeImagesCommand } = await import("@aws-sdk/client-ecr");
  const client = new ECRClient(clientConfig(access, request.region));
  const { registryId, repository: repositoryName, tag: imageTag } = request;
  try {
    const { imageDetails } = await client.send(new DescribeImagesCommand({ registryId, repositoryName, imageIds: [{ imageTag }] }), options);
    const value = imageDetails?.[0]?.imageDigest;
    return value === undefined ? null : { value };
  } catch (error) {
    if (nameOf(error) === "ImageNotFoundException" || nameOf(error) === "RepositoryNotFoundException") return null;
    throw error;
  } finally {
    client.destroy();
  }
}

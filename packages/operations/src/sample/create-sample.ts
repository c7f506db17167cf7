import type { Deployment } from "@windlass/contracts/deployment";
import { WindlassError } from "@windlass/contracts/error";
import { authorize, type OperationContext } from "../context.js";
import { requestDeployment } from "../deployment/request-deployment.js";
import type { Keyring } from "../sealing.js";
import { createService } from "../service/create-service.js";
import { normalizeUrl } from "../repository/normalize-url.js";
import { readService } from "../service/read-service.js";
import { createStage } from "../stage/create-stage.js";

export const sampleService = "hello";
export const sampleStage = "dev";

export type SampleInput = { repositoryPath: string; keyring: Keyring };

/**
 * Creates what of the sample is missing: its repository and service, a stage in the sandbox, its first deployment.
 * Asked for twice, it deploys once. Throws `not_found` when there is no sandbox account,
 * and `name_taken` when the sample's name is another service's.
 */
export async function createSample(context: OperationContext, input: SampleInput): Promise<Deployment> {
  authorize(context, "deployment:create");
  const { keyring } = input;
  const account = await context.db.prisma.awsAccount.findUnique({ where: { name: "sandbox" } });
  if (!account) throw new WindlassError("not_found", "This server has no sandbox.", { hint: "Connect an AWS account, and create a service." });
  await unlessTaken(() =>
    createService(context, { service: { name: sampleService, repository: { url: input.repositoryPath }, rootDirectory: "" }, keyring }),
  );
  const { repository } = await readService(context, sampleService);
  if (normalizeUrl(repository.url) !== normalizeUrl(input.repositoryPath)) {
    throw new WindlassError("name_taken", `The service ${sampleService} is made of another repository.`);
  }
  await unlessTaken(() =>
    createStage(context, {
      service: sampleService,
      stage: { name: sampleStage, account: account.name, region: account.defaultRegion, autoDeploy: true },
      keyring,
    }),
  );
  return requestDeployment(context, { stage: { service: sampleService, stage: sampleStage }, idempotencyKey: "sample" });
}

async function unlessTaken(create: () => Promise<unknown>): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (!(error instanceof WindlassError) || error.code !== "name_taken") throw error;
  }
}

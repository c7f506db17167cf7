import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { WindlassError } from "@windlass/contracts/error";
import { listSandboxStages } from "@windlass/operations/deployment-run/list-sandbox-stages";
import { markSandboxLost } from "@windlass/operations/deployment-run/mark-sandbox-lost";
import type { WorkerServices } from "./services.js";

/** Finds stages whose stack the sandbox no longer has, after it was reset, and says so on them. */
export async function findLostSandboxes({ db, keyring, sessions, logger, shutdown }: WorkerServices): Promise<void> {
  for (const stage of await listSandboxStages(db, keyring)) {
    if (shutdown.aborted) return;
    try {
      const stack = await describeStack(sessions.session(stage.access, stage.region), stage.stackName, shutdown);
      if (stack === null && (await markSandboxLost(db, stage.id))) logger.info({ stageId: stage.id }, "a sandbox stack is gone");
    } catch (error) {
      // A sandbox that does not answer says nothing about its stacks, nor does one about the others.
      if (!(error instanceof WindlassError)) throw error;
      logger.debug({ err: error, stageId: stage.id }, "a sandbox could not be asked");
    }
  }
}

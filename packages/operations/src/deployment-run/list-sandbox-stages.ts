import type { Database } from "@windlass/database/database";
import type { Keyring } from "../sealing.js";
import { accountAccess, type AccountAccess } from "../account/account-access.js";

export type SandboxStage = { id: string; stackName: string; region: string; access: AccountAccess };

/** The stages that are live in a sandbox, which may forget its stacks when it is started anew. */
export async function listSandboxStages(db: Database, keyring: Keyring): Promise<SandboxStage[]> {
  const stages = await db.prisma.stage.findMany({
    where: { status: "live", stackName: { not: null }, account: { kind: "sandbox" } },
    include: { account: true },
  });
  return stages.flatMap(({ id, stackName, region, account }) =>
    stackName === null ? [] : [{ id, stackName, region, access: accountAccess(account, keyring) }],
  );
}

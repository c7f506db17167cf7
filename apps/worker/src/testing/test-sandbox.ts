import { randomInt } from "node:crypto";
import { openSession, type AwsSession } from "@windlass/aws/session";
import { listStackResources } from "@windlass/aws/stacks/list-stack-resources";
import type { Database } from "@windlass/database/database";

export type TestSandbox = {
  aws: AwsSession;
  /** Calls a deployed endpoint as this account: the emulator looks an API up in the caller's account. */
  call(endpoint: string | undefined, path: string): Promise<string>;
  /** Opens a gate of the sample service, so that CloudFormation goes on. */
  openGate(stackName: string, gate: string): Promise<void>;
};

/** Adds the account `sandbox`, which is one of its own in the emulator. Workers reach it at `endpointUrl`. */
export async function addTestSandbox(db: Database, at: { sandboxUrl: string; endpointUrl: string }): Promise<TestSandbox> {
  const accessKeyId = String(randomInt(100_000_000_000, 1_000_000_000_000));
  const account = { name: "sandbox", kind: "sandbox", awsAccountId: accessKeyId, accessKeyId, defaultRegion: "us-east-1", endpointUrl: at.endpointUrl };
  await db.prisma.awsAccount.create({ data: { id: crypto.randomUUID(), ...account } });
  const aws = openSession({ kind: "sandbox", endpointUrl: at.sandboxUrl, accessKeyId }, "us-east-1");
  return {
    aws,
    call: async (endpoint, path) => {
      const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261123/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=0`;
      return (await fetch(`${endpoint}${path}`, { headers: { authorization } })).text();
    },
    openGate: async (stackName, gate) => {
      const resources = await listStackResources(aws, { stackName });
      const handle = resources.find(({ logicalId }) => logicalId === `${gate}Handle`)?.physicalId;
      if (!handle) throw new Error(`The stack ${stackName} has no gate ${gate}.`);
      const { pathname, search } = new URL(handle);
      const signal = { Status: "SUCCESS", UniqueId: gate, Data: "open", Reason: "opened by the test" };
      const answer = await fetch(new URL(pathname + search, at.sandboxUrl), { method: "PUT", body: Buffer.from(JSON.stringify(signal)) });
      if (!answer.ok) throw new Error(`The gate did not open: ${answer.status} ${await answer.text()}`);
    },
  };
}

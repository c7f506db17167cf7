import { stepsOfKind, type DeploymentKind } from "@windlass/contracts/deployment-kind";
import type { Database } from "@windlass/database/database";
import { uuidv7 } from "uuidv7";

/** Makes a service with one stage, as short as the schema allows. Returns the stage's id. */
export async function seedStage(db: Database, name = uuidv7()): Promise<string> {
  const stageId = uuidv7();
  await db.prisma.stage.create({
    data: {
      id: stageId,
      name: "dev",
      region: "us-east-1",
      account: { create: { id: uuidv7(), name: `account-${name}`, kind: "ambient", defaultRegion: "us-east-1" } },
      service: {
        create: {
          id: uuidv7(),
          name: `service-${name}`,
          repository: {
            create: { id: uuidv7(), url: `/${name}`, normalizedUrl: `/${name}`, provider: "folder", defaultBranch: "main" },
          },
        },
      },
    },
  });
  return stageId;
}

/** Makes a queued deployment with its steps and its first event, and no outbox row. */
export async function seedDeployment(
  db: Database,
  input: { stageId: string; number: number; kind?: DeploymentKind },
): Promise<string> {
  const id = uuidv7();
  const kind = input.kind ?? "deploy";
  await db.prisma.deployment.create({
    data: {
      id,
      stageId: input.stageId,
      number: input.number,
      kind,
      trigger: "manual",
      actorType: "system",
      actorId: "test",
      actorLabel: "Test",
      lastSeq: 1,
      steps: { create: stepsOfKind[kind].map((name) => ({ name })) },
    },
  });
  await db.prisma.event.create({ data: { deploymentId: id, seq: 1, kind: "state", payload: { from: null, to: "queued", error: null } } });
  return id;
}

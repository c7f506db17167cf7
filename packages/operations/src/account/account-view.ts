import { accountKindSchema, type Account } from "@windlass/contracts/account";
import { problemDetailSchema } from "@windlass/contracts/error";
import type { Prisma } from "@windlass/database/generated/client";

export const accountFields = { include: { _count: { select: { stages: true } } } } as const satisfies Prisma.AwsAccountDefaultArgs;
export type AccountRow = Prisma.AwsAccountGetPayload<typeof accountFields>;

/** An account as it is shown. The secret key is not part of it. */
export function toAccount(row: AccountRow): Account {
  return {
    id: row.id,
    name: row.name,
    kind: accountKindSchema.parse(row.kind),
    awsAccountId: row.awsAccountId,
    defaultRegion: row.defaultRegion,
    roleArn: row.roleArn,
    externalId: row.externalId,
    accessKeyId: row.accessKeyId,
    endpointUrl: row.endpointUrl,
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    verificationError: problemDetailSchema.nullable().parse(row.verificationError),
    stageCount: row._count.stages,
    createdAt: row.createdAt.toISOString(),
  };
}

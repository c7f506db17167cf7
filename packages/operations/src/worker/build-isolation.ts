import { buildIsolationSchema, type BuildIsolation } from "@windlass/contracts/home";
import type { Database } from "@windlass/database/database";

const prefix = "builds.";

/** Keeps what the builds of a server run in, as its worker that started last found it. */
export async function saveBuildIsolation({ prisma }: Pick<Database, "prisma">, isolation: BuildIsolation): Promise<void> {
  const name = prefix + isolation.host;
  await prisma.serverSetting.upsert({ where: { name }, create: { name, value: isolation }, update: { value: isolation } });
}

/** Takes it away when a worker of that server has ended in order. */
export async function removeBuildIsolation({ prisma }: Pick<Database, "prisma">, host: string): Promise<void> {
  await prisma.serverSetting.deleteMany({ where: { name: prefix + host } });
}

/** What builds run in, by server. */
export async function readBuildIsolation({ prisma }: Pick<Database, "prisma">): Promise<BuildIsolation[]> {
  const rows = await prisma.serverSetting.findMany({ where: { name: { startsWith: prefix } }, orderBy: { name: "asc" } });
  return rows.map(({ value }) => buildIsolationSchema.parse(value));
}

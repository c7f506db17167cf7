import { buildPackages } from "../steps/build-packages.mjs";
import { buildServers } from "../steps/build-servers.mjs";

/** Builds what tests start in processes of their own: from the sources each start would take three times as much of the CPU. */
export async function setup() {
  await buildPackages();
  await buildServers();
}

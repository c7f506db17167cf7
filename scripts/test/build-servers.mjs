import { buildPackages } from "../steps/build-packages.mjs";

/** Builds what tests start in processes of their own: from the sources each start would take three times as much of the CPU. */
export async function setup() {
  await buildPackages();
}

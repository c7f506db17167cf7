import { prepareServer, prepareWeb } from "../steps/prepare.mjs";
import { announce } from "./announce.mjs";
import { checkDataFolder, checkGit, checkPort } from "./check-machine.mjs";
import { claimData } from "./claim-data.mjs";
import { ensureSampleRepository } from "./sample-repository.mjs";
import { addressOf, migrateDatabase, serverEnvironment, startApi, startWorker } from "./start-server.mjs";
import { findBubblewrap, startServices } from "./start-services.mjs";
import { together } from "./together.mjs";

/**
 * Brings up everything, says where it is, and stays until it is told to end.
 * @param {import("../steps/run-script.mjs").Script} script @param {import("./options.mjs").StartOptions} options
 */
export async function startWindlass(script, options) {
  const { progress, lifetime } = script;
  const { signal } = lifetime;
  checkDataFolder(options.dataDir);
  const claim = await claimData(options.dataDir);
  lifetime.defer("The data folder", claim.release);
  await checkPort(options);
  await checkGit(signal);
  await prepareServer({ progress, signal });

  const launch = { ...script, options, claim };
  const [services, sampleRepository] = await together(
    /** @type {const} */ ([startServices(launch), ensureSampleRepository(options.dataDir, signal), prepareWeb({ progress, signal }), findBubblewrap(launch)]),
  );
  signal.throwIfAborted();
  const env = serverEnvironment(launch, { ...services, sampleRepository });
  await progress.step("Migrate the database", () => migrateDatabase(env, signal), String);
  const [address] = await together(/** @type {const} */ ([startApi(launch, env), startWorker(launch, { WINDLASS_PUBLIC_URL: addressOf(launch.options), ...env })]));
  signal.throwIfAborted();
  await announce(launch, { address, setupToken: env.WINDLASS_SETUP_TOKEN });
  await lifetime.told;
}

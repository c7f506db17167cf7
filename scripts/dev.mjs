import { join } from "node:path";
import { generatePrisma } from "./steps/generate-prisma.mjs";
import { buildPackages } from "./steps/build-packages.mjs";
import { installPackages } from "./steps/install-packages.mjs";
import { root } from "./steps/layout.mjs";
import { runScript } from "./steps/run-script.mjs";
import { checkDataFolder, checkGit, checkPort } from "./start/check-machine.mjs";
import { claimData } from "./start/claim-data.mjs";
import { readOptions } from "./start/options.mjs";
import { ensureSampleRepository } from "./start/sample-repository.mjs";
import { addressOf, migrateDatabase, readiness, serverEnvironment, superviseApp } from "./start/start-server.mjs";
import { findBubblewrap, startServices } from "./start/start-services.mjs";
import { announce } from "./start/announce.mjs";

/** Runs a file from its sources and again after each change of it or of what it imports. @param {string} file */
const watched = (file) => [join(root, "node_modules/tsx/dist/cli.mjs"), "watch", "--clear-screen=false", "--conditions=windlass-source", join(root, file)];

await runScript(async (script) => {
  const { progress, lifetime } = script;
  const options = readOptions(process.argv.slice(2), process.env);
  const api = { ...options, port: options.port + 1 };
  checkDataFolder(options.dataDir);
  const claim = await claimData(options.dataDir);
  lifetime.defer("The data folder", claim.release);
  await checkPort(options);
  await checkPort(api);
  await checkGit(lifetime.signal);
  await progress.step("Install packages", () => installPackages(lifetime.signal), String);
  await progress.step("Generate the database client", () => generatePrisma(lifetime.signal), String);
  await progress.step("Build the server", () => buildPackages(), String);

  const launch = { ...script, options: api, claim };
  const services = await startServices(launch);
  await findBubblewrap(launch);
  const sampleRepository = await ensureSampleRepository(options.dataDir, lifetime.signal);
  const env = { ...serverEnvironment(launch, { ...services, sampleRepository }), NODE_ENV: "development", WINDLASS_WEB_DIR: undefined, WINDLASS_PUBLIC_URL: addressOf(options) };
  await progress.step("Migrate the database", () => migrateDatabase(env, lifetime.signal), String);
  const isReady = async () => true;
  const apiArgs = watched("apps/api/src/server.ts");
  await progress.step("Start the API", () => superviseApp(launch, { name: "The API", app: "api", args: apiArgs, env, isReady: readiness(addressOf(api)) }));
  await superviseApp(launch, { name: "The worker", app: "worker", args: watched("apps/worker/src/main.ts"), env, isReady });
  const web = join(root, "apps/web");
  const viteEnv = { ...env, API_URL: addressOf(api), WEB_PORT: String(options.port) };
  const vite = [join(web, "node_modules/vite/bin/vite.js"), web, "--strictPort", "--host", options.host];
  const answers = async () => (await fetch(addressOf(options))).ok;
  await progress.step("Start Vite", () => superviseApp(launch, { name: "Vite", app: "web", args: vite, env: viteEnv, isReady: answers }));
  await announce({ ...launch, options }, { address: addressOf(options), setupToken: env.WINDLASS_SETUP_TOKEN });
  await lifetime.told;
});

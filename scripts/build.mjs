import { prepareServer, prepareWeb } from "./steps/prepare.mjs";
import { runScript } from "./steps/run-script.mjs";

await runScript(async ({ progress, lifetime }) => {
  const context = { progress, signal: lifetime.signal };
  await prepareServer(context);
  await prepareWeb(context);
});

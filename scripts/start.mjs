// Runs before anything is installed: Node alone, and syntax that an old Node can read far enough to say so.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Windlass needs Node 20.19 or newer; this is ${process.versions.node}.\nInstall a newer one (https://nodejs.org, or: nvm install 22) and run npm start again.`);
  process.exit(1);
}
const { runScript } = await import("./steps/run-script.mjs");
const { readOptions, usage } = await import("./start/options.mjs");
const { startWindlass } = await import("./start/start-windlass.mjs");

await runScript(async (script) => {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) script.progress.say(usage);
  else await startWindlass(script, options);
});

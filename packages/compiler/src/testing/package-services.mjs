import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";

// Runs the reference for one service after another: to load its libraries takes longer than its work. Nothing of its own, of a
// service or of the environment is kept from one to the next.

const [program] = process.argv.slice(2);
const home = realpathSync(dirname(dirname(program)));
const require = createRequire(import.meta.url);
const environment = { ...process.env };
let output = "";
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, ...rest) => {
    output += chunk.toString();
    rest.find((argument) => typeof argument === "function")?.();
    return true;
  };
}

function forgetLast() {
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(home + sep) || !file.includes(`${sep}node_modules${sep}`)) delete require.cache[file];
  }
  for (const event of process.eventNames()) {
    if (/^(SIG|uncaughtException|unhandledRejection)/.test(String(event))) process.removeAllListeners(event);
  }
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
  delete EvalError.$serverlessCommandStartTime;
  process.exitCode = 0;
  output = "";
}

process.on("message", ({ directory, args }) => {
  forgetLast();
  process.chdir(directory);
  process.argv = [process.execPath, program, ...args];
  // With the channel out of the way, nothing is left to wait for when the reference is done.
  process.channel.unref();
  require(join(home, "bin/serverless.js"));
});

process.on("beforeExit", () => {
  if (!process.connected) return;
  process.channel.ref();
  process.send({ code: process.exitCode, output });
});

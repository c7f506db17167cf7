// Loaded before a worker's own modules: whoever is to run the build `poison.mjs` is killed at once, as a defect of the worker could do it. A build
// itself is alone in its sandbox and cannot.
import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";

const { spawn } = childProcess;
childProcess.spawn = (command, args, options) => {
  if (Array.isArray(args) && args.includes("poison.mjs")) process.kill(process.pid, "SIGKILL");
  return spawn(command, args, options);
};
syncBuiltinESMExports();

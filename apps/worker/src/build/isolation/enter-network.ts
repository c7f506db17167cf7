import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { constants, setPriority } from "node:os";

// The program with which an isolated build begins: it listens where the build looks for its proxy, hands everything on to
// the socket at which the worker's proxy listens, and runs the build's command.

const [socketPath = "", port = "", cwd = "", certificates = "", program = "", ...args] = process.argv.slice(1);
// Reading them takes Node longer than all else that it does here.
const env = certificates === "" ? process.env : { ...process.env, NODE_EXTRA_CA_CERTS: certificates };

/** Where processors are short and no control group says who gets them: what has this gets a third of what others have. */
const niceness = 5;

const asks = [
  // Where memory is short, the builds go first.
  () => writeFileSync("/proc/self/oom_score_adj", "1000"),
  () => setPriority(niceness),
  // The kernel divides processors among sessions first, if it was told to.
  () => writeFileSync("/proc/self/autogroup", String(niceness)),
];
for (const ask of asks) {
  try {
    ask();
  } catch {
    // A kernel that cannot do it does what it thinks best.
  }
}

const server = createServer((client) => {
  const proxy = connect(socketPath);
  client.on("error", () => proxy.destroy());
  proxy.on("error", () => client.destroy());
  client.on("close", () => proxy.destroy());
  proxy.on("close", () => client.destroy());
  client.pipe(proxy).pipe(client);
});
server.listen(Number(port), "127.0.0.1", () => {
  const child = spawn(program, args, { cwd, env, stdio: "inherit" });
  child.once("error", (error) => {
    process.stderr.write(`${program} could not be started: ${"code" in error ? String(error.code) : error.message}\n`);
    process.exit(127);
  });
  child.once("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    // As shells tell it, and as the first process of a container has to, which no signal of its own ends.
    if (process.pid === 1) process.exit(128 + constants.signals[signal]);
    process.kill(process.pid, signal);
  });
});

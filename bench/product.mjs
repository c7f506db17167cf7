import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { runTimed } from "./run-timed.mjs";

const root = join(import.meta.dirname, "..");
const email = "bench@example.org";

/**
 * Starts the whole product, as `npm start` does, on a free port with a data folder of its own, and signs in.
 * @param {string} folder
 */
export async function startProduct(folder) {
  const dataDir = join(folder, "data");
  mkdirSync(dataDir, { recursive: true });
  const port = await freePort();
  const password = randomBytes(18).toString("base64url");
  const env = { ...process.env, WINDLASS_ADMIN_EMAIL: email, WINDLASS_ADMIN_PASSWORD: password };
  delete env.DATABASE_URL;
  delete env.REDIS_URL;
  const child = spawn(process.execPath, [join(root, "scripts/start.mjs"), "--port", String(port), "--data", dataDir], { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await outputUntil(child, "Windlass is ready");
  const server = `http://127.0.0.1:${port}`;
  const clientEnv = { ...process.env, XDG_CONFIG_HOME: join(folder, "config") };
  await signIn({ server, password, env: clientEnv });
  return {
    sandboxUrl: `http://127.0.0.1:${readFileSync(join(dataDir, "sandbox/port"), "utf8").trim()}`,
    /** Runs `windlass … --json`. @param {...string} args */
    async windlass(...args) {
      const { seconds, stdout } = await runTimed(process.execPath, [join(root, "bin/windlass"), ...args, "--json"], { env: clientEnv });
      return { seconds, answer: JSON.parse(stdout) };
    },
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** @param {{ server: string, password: string, env: NodeJS.ProcessEnv }} input */
function signIn({ server, password, env }) {
  return new Promise((resolve, reject) => {
    const args = [join(root, "bin/windlass"), "login", "--server", server, "--email", email, "--password-stdin"];
    const child = spawn(process.execPath, args, { env, stdio: ["pipe", "ignore", "inherit"] });
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(undefined) : reject(new Error(`windlass login ended with exit code ${code}`))));
    child.stdin.end(password);
  });
}

/** @param {import("node:child_process").ChildProcess} child @param {string} text */
function outputUntil(child, text) {
  return new Promise((resolve, reject) => {
    let output = "";
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      if (output.includes(text)) resolve(undefined);
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.once("exit", () => reject(new Error(`The product did not start:\n${output}`)));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}


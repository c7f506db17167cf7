import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Services of the product under test, each with a git repository of its own and the stage `dev`.
 * @param {{ folder: string, call: (method: string, path: string, body?: unknown) => Promise<any> }} product
 */
export function openServices({ folder, call }) {
  const pathOf = (/** @type {string} */ name) => join(folder, "repositories", name);
  const stagePath = (/** @type {string} */ name) => `/api/services/${name}/stages/dev`;
  const deploymentPath = (/** @type {string} */ name, /** @type {number} */ number) => `${stagePath(name)}/deployments/${number}`;
  return {
    stagePath,
    pathOf,
    /** Writes files into the service's repository and commits them. */
    commit: (/** @type {string} */ name, /** @type {Record<string, string | Buffer>} */ files) => {
      const path = pathOf(name);
      for (const [file, content] of Object.entries(files)) {
        mkdirSync(dirname(join(path, file)), { recursive: true });
        writeFileSync(join(path, file), content);
      }
      const git = (/** @type {string[]} */ ...args) => execFileSync("git", args, { cwd: path });
      if (!existsSync(join(path, ".git"))) git("init", "--quiet", "--initial-branch=main");
      git("add", "--all");
      git("-c", "user.name=Bench", "-c", "user.email=bench@example.org", "commit", "--quiet", "--message", "bench");
    },
    create: async (/** @type {string} */ name, /** @type {{ account?: string, buildCommand?: string[] }} */ { account = "sandbox", buildCommand } = {}) => {
      await call("POST", "/api/services", { name, repository: { url: pathOf(name) }, ...(buildCommand ? { buildCommand } : {}) });
      await call("POST", `/api/services/${name}/stages`, { name: "dev", account, region: "us-east-1", branch: "main" });
    },
    /** Asks for a deployment. */
    deploy: (/** @type {string} */ name) => call("POST", `${stagePath(name)}/deployments`, {}),
    /** Waits until a deployment has ended, and returns it. */
    ended: async (/** @type {string} */ name, /** @type {number} */ number, timeoutMs = 180_000) => {
      for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 100))) {
        const deployment = await call("GET", deploymentPath(name, number));
        if (deployment.finishedAt !== null) return deployment;
      }
      throw new Error(`Deployment ${number} of ${name} did not end within ${timeoutMs / 1_000} s`);
    },
  };
}

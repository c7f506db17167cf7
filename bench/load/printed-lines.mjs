import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** What a line has beside its time and number: as long as a build tool's lines are. */
export const paddingOfLine = "INFO  [build] compiling src/handlers/createOrder.ts (123 modules) done in 35 ms, 214 kB, 3 warnings";

/** Appears beside the printing program, for its build sees nothing else of the server. */
const goFile = "go";

/**
 * Lets the build of a deployment print, once it has been checked out.
 * @param {string} dataDir @param {string} deploymentId
 */
export async function beginPrinting(dataDir, deploymentId) {
  const work = join(dataDir, "work", deploymentId);
  const findSource = () => (existsSync(work) ? readdirSync(work) : []).map((epoch) => join(work, epoch, "source")).find((path) => existsSync(join(path, "print.mjs")));
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await delay(10)) {
    const source = findSource();
    if (source !== undefined) return writeFileSync(join(source, goFile), "");
  }
  throw new Error(`Deployment ${deploymentId} was not checked out within 30 s`);
}

/**
 * The files of a service whose build prints lines once it may, and then fails: the deployment ends there.
 * @param {{ lines: number, perSecond: number | null, run: string, secret: string }} print every 100th line has the secret; each run is a commit of its own
 * @returns {Record<string, string>}
 */
export function printingService(print) {
  return {
    "serverless.yml": "service: printing\nprovider: { name: aws, runtime: nodejs22.x }\nfunctions: { api: { handler: api.handler } }\n",
    "api.mjs": "export const handler = async () => ({ statusCode: 200 });\n",
    "print.json": JSON.stringify({ ...print, text: paddingOfLine }),
    "print.mjs": printer,
  };
}

const printer = `
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
const { lines, perSecond, secret, text } = JSON.parse(readFileSync("print.json", "utf8"));
while (!existsSync("${goFile}")) await delay(20);
const batch = perSecond === null ? 500 : Math.max(1, Math.round(perSecond / 50));
const startedAt = performance.now();
for (let printed = 0; printed < lines; ) {
  let block = "";
  for (const end = Math.min(lines, printed + batch); printed < end; printed += 1) {
    block += Date.now() + " " + printed + " " + text + (printed % 100 === 0 ? " token=" + secret : "") + "\\n";
  }
  if (!process.stdout.write(block)) await new Promise((resolve) => process.stdout.once("drain", resolve));
  const dueMs = perSecond === null ? 0 : (printed / perSecond) * 1000 - (performance.now() - startedAt);
  if (dueMs > 0) await delay(dueMs);
}
process.exitCode = 1;
`;

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "./steps/failure.mjs";
import { root } from "./steps/layout.mjs";
import { runScript } from "./steps/run-script.mjs";
import { run, tail } from "./steps/run.mjs";

const usage = `npm run lint:templates -- [SAMPLE]...

Asks cfn-lint of every sample's template, and of the one that the Serverless Framework makes of it: an error that only
ours has is a defect. Installs cfn-lint in an environment of its own; a check for those who work on the compiler.`;

const requirement = "cfn-lint==1.58.0";
const environment = join(root, "node_modules/.cache/windlass-cfn-lint");
const program = join(environment, "bin/cfn-lint");

await runScript(async ({ progress, lifetime: { signal } }) => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: "boolean", short: "h" } } });
  if (values.help) {
    console.log(usage);
    return;
  }
  await progress.step("Install cfn-lint", () => install(signal));
  const { compileSample, sampleNames } = await import("../packages/compiler/src/testing/samples.js");
  const { openReference } = await import("../packages/compiler/src/testing/reference.js");
  const names = sampleNames().filter((name) => positionals.length === 0 || positionals.includes(name));
  if (names.length === 0) throw new Failure("There is no such sample.", usage);
  const folder = mkdtempSync(join(tmpdir(), "windlass-lint-"));
  const reference = await openReference();
  const defects = [];
  try {
    for (const name of names) {
      const compiled = await compileSample(name);
      if (!compiled.ok) throw new Failure(`The sample ${name} does not compile.`, compiled.diagnostics.map(({ message }) => message).join("\n"));
      const [ours, theirs] = [await lint(join(folder, "ours.json"), compiled.template, signal), await lint(join(folder, "theirs.json"), await reference.packageSample(name), signal)];
      const known = new Set(theirs);
      const own = ours.filter((error) => !known.has(error));
      defects.push(...own.map((error) => `${name}: ${error}`));
      console.log(`${own.length === 0 ? "✓" : "✗"} ${name}: ${ours.length} errors, ${theirs.length} in the reference's`);
    }
  } finally {
    reference.close();
    rmSync(folder, { recursive: true, force: true });
  }
  for (const defect of defects) console.log(defect);
  if (defects.length > 0) process.exitCode = 1;
});

/** @param {AbortSignal} signal */
async function install(signal) {
  const stamp = join(environment, createHash("sha256").update(requirement).digest("hex").slice(0, 16));
  if (existsSync(stamp)) return;
  rmSync(environment, { recursive: true, force: true });
  mkdirSync(dirname(environment), { recursive: true });
  const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", requirement];
  for (const [command, args] of /** @type {const} */ ([["python3", ["-m", "venv", environment]], [join(environment, "bin/python"), pip]])) {
    const { code, output } = await run(command, args, { signal });
    if (code !== 0) throw new Failure(`cfn-lint could not be installed: ${tail(output, 1)}`, "It needs Python 3.10 or newer with its venv module, and the Python package registry.");
  }
  writeFileSync(stamp, "");
}

/**
 * Errors (no warnings) as rules and places, without the ids that differ from run to run.
 * @param {string} file @param {object} template @param {AbortSignal} signal @returns {Promise<string[]>}
 */
async function lint(file, template, signal) {
  writeFileSync(file, JSON.stringify(template));
  const report = `${file}.report`;
  rmSync(report, { force: true });
  // Its exit code says how bad the worst finding is.
  const { output } = await run(program, ["--format", "json", "--output-file", report, "--regions", "us-east-1", "--ignore-checks", "W", "I", "--", file], { signal });
  if (!existsSync(report)) throw new Failure(`cfn-lint made no report: ${tail(output, 2)}`, "Run it by itself to see why.");
  /** @type {{ Rule: { Id: string }, Location: { Path?: (string | number)[] } }[]} */
  const findings = JSON.parse(readFileSync(report, "utf8"));
  // Some messages list all names, in the order of the template: what is wrong where says enough.
  return findings.map(({ Rule, Location }) => `${Rule.Id} at ${Location.Path?.join("/")}`.replace(/(LambdaVersion|ApiGatewayDeployment|WebsocketsDeployment|LambdaLayer(?:Permission)?)\w+/g, "$1#"));
}

// The main job of Windlass, done from a script: create a service from a git repository on disk, deploy it, change it,
// put the old release back, read its metrics, remove it. Every answer is checked; the exit code is 0 only if all are right.
//
//   WINDLASS_SERVER=http://127.0.0.1:4680 WINDLASS_TOKEN=wl_… node examples/deploy-with-cli/story.mjs
//
// Needs Node and git, and nothing else.
import assert from "node:assert/strict";
import { openRepository } from "./repository.mjs";
import { windlass, windlassExit } from "./windlass.mjs";

const service = `story-${process.pid}-${Date.now().toString(36)}`;
const stage = "dev";
const repository = openRepository(service);

try {
  const first = repository.commit("Answer v1", "v1");

  step("create the service and its stage");
  const created = await windlass("services", "create", service, "--repo", repository.path);
  assert.equal(created.name, service);
  const stageCreated = await windlass("stages", "create", service, stage, "--account", "sandbox", "--region", "us-east-1", "--branch", "main");
  assert.equal(stageCreated.status, "never_deployed");
  assert.ok((await windlass("services", "list")).some((one) => one.name === service));

  step("deploy v1");
  const one = await windlass("deploy", service, stage, "--wait");
  checkDeployment(one, { number: 1, kind: "deploy", commit: first, release: 1 });
  await answers(one, "v1");

  step("deploy v2");
  const second = repository.commit("Answer v2", "v2");
  const two = await windlass("deploy", service, stage, "--follow");
  checkDeployment(two, { number: 2, kind: "deploy", commit: second, release: 2 });
  await answers(two, "v2");

  step("read the log: complete and in order");
  const log = await windlass("logs", service, stage, "2");
  assert.deepEqual(
    log.map((event) => event.seq),
    log.map((_event, index) => index + 1),
  );
  assert.ok(log.some((event) => event.kind === "log"));

  step("roll back to v1");
  const back = await windlass("rollback", service, stage, "--wait");
  checkDeployment(back, { number: 3, kind: "rollback", commit: first, release: 1 });
  await answers(back, "v1");
  const history = await windlass("deployments", service, stage);
  assert.deepEqual(history.map((deployment) => [deployment.number, deployment.state]), [[3, "succeeded"], [2, "succeeded"], [1, "succeeded"]]);
  assert.deepEqual(await windlass("show", service, stage, "3"), history[0]);

  step("read the metrics: the three calls are there");
  await eventually("the invocations to arrive", async () => (await invocations()) >= 3);

  step("remove the stage and the service");
  assert.equal(await windlassExit("remove", service, stage), 2, "a removal that is not confirmed is refused");
  const removal = await windlass("remove", service, stage, "--yes", "--wait");
  assert.deepEqual([removal.kind, removal.state], ["remove", "succeeded"]);
  assert.equal((await windlass("stages", "show", service, stage)).status, "removed");
  assert.deepEqual(await windlass("services", "delete", service), { deleted: service });
  process.stderr.write("done: everything was as it should be\n");
} finally {
  repository.remove();
}

function step(text) {
  process.stderr.write(`\n— ${text}\n`);
}

/** What a deployment that went well says of itself. */
function checkDeployment(deployment, expected) {
  assert.equal(deployment.state, "succeeded", JSON.stringify(deployment.error));
  for (const [key, value] of Object.entries({ service, stage, error: null, ...expected })) assert.deepEqual(deployment[key], value, key);
  assert.ok(deployment.steps.length > 0 && deployment.steps.every((one) => ["succeeded", "skipped"].includes(one.state)), JSON.stringify(deployment.steps));
  assert.ok(Date.parse(deployment.finishedAt) >= Date.parse(deployment.createdAt));
}

/** Calls the deployed HTTP endpoint. */
async function answers(deployment, version) {
  const url = `${deployment.endpoints[0]?.url}/version`;
  const response = await fetch(url);
  assert.equal(response.status, 200, url);
  assert.deepEqual(await response.json(), { version });
  process.stderr.write(`  ${url} answers ${version}\n`);
}

async function invocations() {
  const { functions } = await windlass("metrics", service, stage, "--range", "1h");
  const totals = functions.map(({ series }) => series.find(({ metric }) => metric === "invocations")?.total ?? 0);
  return totals.reduce((sum, total) => sum + total, 0);
}

/** Metrics arrive with a delay, on AWS of a minute or two. */
async function eventually(what, condition) {
  const deadline = Date.now() + 120_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited two minutes for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

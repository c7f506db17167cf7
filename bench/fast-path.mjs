import { openFunctionFloor, openGate, sandboxAccount } from "./floors/function-code.mjs";
import { osls, peerName } from "./peer.mjs";
import { withProduct } from "./product.mjs";
import { newRow } from "./rows.mjs";
import { handlerSaying, writeServiceWith, writeSmallService } from "./write-service.mjs";

/** How long the stack of a whole deployment takes in the row that compares with one. */
const stackSeconds = 60;

/**
 * Code that is put back without CloudFormation: a whole roll-back of code alone, and one function, against the least that it
 * takes, against the peer, and against an own deployment whose stack takes its time. Every change is followed by calls until
 * the endpoint answers with the code.
 * @param {{ folder: string, rounds: number }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export function benchFastPath({ folder, rounds }) {
  return withProduct(folder, {}, async (product) => {
    const rows = {
      rollback: newRow("-", "roll-back of code alone, from the request to the old code's answer", { limit: 1 }),
      command: newRow("P8", "one function's code by the command line", { goal: 0.5, peerName }),
      floor: newRow("P8", "one function's code, from the request to its answer", { goal: 1.5, peerName: "UpdateFunctionCode + poll" }),
      whole: newRow("P9", "one function's code against an own deployment", { goal: 1 / 15, peerName: `own deployment, ${stackSeconds} s of stack time` }),
    };
    const bench = await openBench(product);
    for (let round = 0; round < rounds; round += 1) await fastRound(bench, rows, round);
    await peerRounds({ product, folder, rounds }, rows.command);
    await wholeRound(bench, rows.whole);
    bench.floor.close();
    return Object.values(rows);
  });
}

/** @typedef {Awaited<ReturnType<typeof openBench>>} Bench */
/** @typedef {import("./rows.mjs").Row} Row */
/** @typedef {{ rollback: Row, command: Row, floor: Row, whole: Row }} Rows */

const name = "bench-fast";

/** A service deployed twice, whose releases differ in code alone. @param {import("./product.mjs").Product} product */
async function openBench(product) {
  const { services } = product;
  writeSmallService(services.pathOf(name), name, "v1");
  services.commit(name, {});
  await services.create(name);
  const deploy = async () => services.ended(name, (await services.deploy(name)).number);
  const first = await deploy();
  services.commit(name, { "src/api.mjs": handlerSaying("v2") });
  const second = await deploy();
  /** @type {{ kind: string, url: string } | undefined} */
  const endpoint = second.endpoints.find((/** @type {{ kind: string }} */ one) => one.kind === "httpApi");
  const url = `${endpoint?.url}/version`;
  return { product, first, second, deploy, url, floor: openFunctionFloor(product.sandboxUrl) };
}

/** @param {Bench} bench @param {Rows} rows @param {number} round */
async function fastRound({ product, first, second, deploy, url, floor }, rows, round) {
  const { services, call } = product;
  const rollBack = (/** @type {object} */ body) => call("POST", `${services.stagePath(name)}/rollbacks`, body);
  const settle = async (/** @type {{ number: number }} */ { number }) => services.ended(name, number);
  const alone = { to: first.number, functions: ["api"] };

  let startedAt = performance.now();
  let asked = await rollBack(alone);
  rows.floor.ours.push(await secondsUntil({ url, version: "v1", startedAt, row: rows.floor }));
  expectEnd(rows.floor, await settle(asked));
  const plan = await call("GET", `${services.stagePath(name)}/deployments/${asked.number}/plan`);
  const [{ before: key }] = plan.changes[0].properties;
  startedAt = performance.now();
  await floor.update({ functionName: `${name}-dev-api`, bucket: `windlass-${sandboxAccount}-us-east-1`, key });
  rows.floor.peer.push(await secondsUntil({ url, version: "v2", startedAt, row: rows.floor }));
  // The record follows what the floor did, and a deployment ends the difference.
  await settle(await rollBack({ to: second.number, functions: ["api"] }));

  const command = await product.windlass("rollback", name, "dev", "--to", String(first.number), "--function", "api", "--wait");
  rows.command.ours.push(command.seconds);
  await secondsUntil({ url, version: "v1", startedAt: performance.now(), row: rows.command });
  expectEnd(rows.command, await deploy());
  await secondsUntil({ url, version: "v2", startedAt: performance.now(), row: rows.command });

  startedAt = performance.now();
  asked = await rollBack({ to: first.number });
  rows.rollback.ours.push(await secondsUntil({ url, version: "v1", startedAt, row: rows.rollback }));
  const settled = await settle(asked);
  expectEnd(rows.rollback, settled);
  if (!settled.results.fast) rows.rollback.wrong.push(`round ${round}: CloudFormation did it, not the fast path`);
  const unchanged = await settle(await rollBack({ to: second.number }));
  expectEnd(rows.rollback, unchanged);
  await secondsUntil({ url, version: "v2", startedAt: performance.now(), row: rows.rollback });
}

/** The peer's own way to change one function: it packages and sends the code. @param {{ product: import("./product.mjs").Product, folder: string, rounds: number }} options @param {Row} row */
async function peerRounds({ product, folder, rounds }, row) {
  const path = `${folder}/peer`;
  writeSmallService(path, "bench-fast-peer", "v1");
  const env = { AWS_ENDPOINT_URL: product.sandboxUrl, AWS_ACCESS_KEY_ID: sandboxAccount, AWS_SECRET_ACCESS_KEY: "bench", AWS_REGION: "us-east-1" };
  const run = (/** @type {string[]} */ ...args) => osls(path, [...args, "--stage", "dev", "--region", "us-east-1"], env);
  const { stdout, stderr } = await run("deploy");
  const id = /https:\/\/([a-z0-9]+)\.execute-api\.us-east-1\.amazonaws\.com\/version/.exec(stdout + stderr)?.[1];
  for (let round = 0; round < rounds; round += 1) {
    const version = round % 2 === 0 ? "v2" : "v1";
    writeSmallService(path, "bench-fast-peer", version);
    row.peer.push((await run("deploy", "function", "--function", "api", "--force")).seconds);
    await secondsUntil({ url: `${product.sandboxUrl}/_aws/execute-api/${id}/version`, version, startedAt: performance.now(), row });
  }
}

/** @param {Bench} bench @param {Row} row */
async function wholeRound({ product, first, url, deploy }, row) {
  const { services, call } = product;
  const stackName = `${name}-dev`;
  const asked = await call("POST", `${services.stagePath(name)}/rollbacks`, { to: first.number, functions: ["api"] });
  row.ours.push(await secondsUntil({ url, version: "v1", startedAt: performance.now(), row }));
  expectEnd(row, await services.ended(name, asked.number));
  const gate = "Gate";
  writeServiceWith(gateOf(gate), { folder: services.pathOf(name), name, version: "v3" });
  services.commit(name, {});
  const startedAt = performance.now();
  const deployed = deploy();
  await new Promise((resolve) => setTimeout(resolve, stackSeconds * 1_000));
  await openGate(product.sandboxUrl, { stackName, gate });
  expectEnd(row, await deployed);
  row.peer.push((performance.now() - startedAt) / 1_000);
  // The whole deployment ends the difference that the function alone had made.
  await secondsUntil({ url, version: "v3", startedAt: performance.now(), row });
}

/** Resources that keep CloudFormation at work until the gate is opened. @param {string} gate */
const gateOf = (gate) => `    ${gate}Handle: { Type: AWS::CloudFormation::WaitConditionHandle }
    ${gate}:
      Type: AWS::CloudFormation::WaitCondition
      DependsOn: ${gate}Handle
      Properties: { Handle: { Ref: ${gate}Handle }, Timeout: "300", Count: 1 }
`;

/** @param {Row} row @param {any} deployment */
function expectEnd(row, deployment) {
  if (deployment.state !== "succeeded") row.wrong.push(`${deployment.kind} #${deployment.number} ended ${deployment.state}: ${deployment.error?.message}`);
}

/** Calls until the endpoint answers with a version. @param {{ url: string, version: string, startedAt: number, row: Row }} expected */
async function secondsUntil({ url, version, startedAt, row }) {
  const expected = JSON.stringify({ version });
  for (const deadline = performance.now() + 30_000; performance.now() < deadline; ) {
    const text = await fetch(url).then((response) => response.text(), String);
    const seconds = (performance.now() - startedAt) / 1_000;
    if (text === expected) return seconds;
  }
  row.wrong.push(`${url} did not answer ${version}`);
  return Number.NaN;
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "../steps/layout.mjs";

const text = readFileSync(join(root, "docker-compose.yml"), "utf8");
const compose = parse(text, { merge: true });
const dockerfile = readFileSync(join(root, "Dockerfile"), "utf8");
const schema = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/compose-spec.json"), "utf8"));
const isValid = new Ajv.default({ strict: false, validateFormats: false, allErrors: true }).compile(schema);

/** The lines of an instruction. @param {string} instruction */
const linesOf = (instruction) => dockerfile.split("\n").filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1));

test("docker-compose.yml is what the Compose Specification describes", () => {
  isValid(compose);
  expect(isValid.errors).toBe(null);
});

test("the schema finds a mistake", () => {
  expect(isValid({ ...compose, services: { ...compose.services, api: { ...compose.services.api, comand: ["node"] } } })).toBe(false);
});

test("services depend on services that there are, and use volumes that are declared", () => {
  const services = Object.entries(compose.services);
  expect(services.map(([name]) => name).sort()).toEqual(["api", "migrate", "postgres", "redis", "sandbox", "worker"]);
  for (const [, service] of services) {
    for (const needed of Object.keys(service.depends_on ?? {})) expect(compose.services).toHaveProperty(needed);
    for (const volume of service.volumes ?? []) expect(compose.volumes).toHaveProperty(volume.split(":")[0]);
    const awaited = Object.entries(service.depends_on ?? {}).filter(([, { condition }]) => condition === "service_healthy");
    for (const [needed] of awaited) expect(compose.services[needed]).toHaveProperty("healthcheck.test");
  }
});

test("Redis evicts nothing, workers can be scaled, and nothing is published beyond this machine", () => {
  expect(compose.services.redis.command.join(" ")).toContain("--maxmemory-policy noeviction");
  expect(compose.services.worker).not.toHaveProperty("ports");
  expect(compose.services.worker).not.toHaveProperty("container_name");
  const ports = Object.values(compose.services).flatMap((service) => service.ports ?? []);
  expect(ports.filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([]);
  expect(compose.services.sandbox.profiles).toEqual(["sandbox"]);
});

test("no password is written down: both must be given", () => {
  expect(text.match(/\$\{POSTGRES_PASSWORD[^}]*\}/g)?.every((use) => use.includes(":?"))).toBe(true);
  expect(text.match(/\$\{WINDLASS_MASTER_KEY[^}]*\}/g)?.every((use) => use.includes(":?"))).toBe(true);
});

test("the programs that the containers run are those that the build makes", () => {
  const commands = [...linesOf("CMD").map((line) => JSON.parse(line)), compose.services.worker.command, compose.services.migrate.command];
  for (const command of commands) {
    const built = command.find((/** @type {string} */ argument) => argument.endsWith(".js"));
    expect(existsSync(join(root, built.replace(/\/dist\/(bundle\/)?/, "/src/").replace(/\.js$/, ".ts"))), built).toBe(true);
  }
});

test("the image copies what there is, installs with the pnpm of package.json, and does not run as root", () => {
  const copied = linesOf("COPY").filter((line) => !line.startsWith("--from")).flatMap((line) => line.split(" ").slice(0, -1));
  expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(dockerfile).toContain(packageManager);
  expect(linesOf("USER").at(-1)).toBe("node");
  expect(linesOf("FROM").map((line) => line.split(" ").at(-1))).toEqual(["build", "runtime"]);
});

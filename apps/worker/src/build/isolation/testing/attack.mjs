// A build of a stranger: tries to get what is the server's, and tells what it got. It is run bare as well, where it gets nearly
// everything, perhaps as root: no attempt may change anything outside the test's own folders.
import { spawnSync } from "node:child_process";
import { accessSync, closeSync, constants, openSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { hostname } from "node:os";

const targets = JSON.parse(readFileSync("targets.json", "utf8"));

const attempts = {
  "reads the server's environment": () => Object.keys(process.env).filter((name) => /DATABASE|REDIS_URL|MASTER|SECRET_CANARY/.test(name)).join() || fail("nothing there"),
  "reads the environment of the worker": () => environments().find((text) => text.includes("SECRET_CANARY")) ?? fail("in none"),
  "reads the master key": () => readFileSync(targets.masterKey, "utf8"),
  "reads ~/.aws": () => readFileSync(`${targets.home}/.aws/credentials`, "utf8"),
  "reads ~/.ssh": () => readFileSync(`${targets.home}/.ssh/id_ed25519`, "utf8"),
  "reads /etc/shadow": () => readFileSync("/etc/shadow", "utf8"),
  "reads /etc/hostname": () => readFileSync("/etc/hostname", "utf8"),
  "sees another build's folder": () => readdirSync(targets.otherWork).join(),
  "reads through a link": () => (symlinkSync(targets.masterKey, "leak"), readFileSync("leak", "utf8")),
  "reads through the root of another process": () => throughRoots(targets.masterKey),
  "writes beside its folder": () => write(`${targets.otherWork}/planted`),
  "sees the server's /tmp": () => readdirSync("/tmp").find((name) => name === targets.inTmp) ?? fail("not there"),
  "may write to /usr": () => accessSync("/usr/local/bin", constants.W_OK) ?? "may",
  "may write to /": () => accessSync("/", constants.W_OK) ?? "may",
  "may write to /etc": () => accessSync("/etc", constants.W_OK) ?? "may",
  "connects to Postgres": () => connectTo({ host: targets.postgres.host, port: targets.postgres.port }),
  "connects to Redis": () => connectTo({ host: targets.redis.host, port: targets.redis.port }),
  "connects to the server's own service": () => connectTo({ host: "127.0.0.1", port: targets.service }),
  "connects to an abstract socket": () => connectTo({ path: `\0${targets.abstract}` }),
  "connects to a socket of the server": () => connectTo({ path: targets.socket }),
  "connects to the Docker socket": () => connectTo({ path: "/var/run/docker.sock" }),
  "asks the metadata address": () => connectTo({ host: "169.254.169.254", port: 80 }),
  "asks the metadata address through the proxy": () => throughProxy("169.254.169.254:80"),
  "reaches Redis through the proxy": () => throughProxy(`${targets.redis.host}:${targets.redis.port}`),
  "reaches Redis by a name through the proxy": () => throughProxy(`localhost:${targets.redis.port}`),
  "reaches Redis by a number through the proxy": () => throughProxy(`2130706433:${targets.redis.port}`),
  "reaches a name that leads inside": () => throughProxy(`${targets.insideName}:${targets.service}`),
  "reads a page of the server through the proxy": () => getThroughProxy(`http://127.0.0.1:${targets.service}/`),
  "asks a name server": () => lookup("example.com").then(({ address }) => address),
  "sends a datagram": () => sendDatagram(),
  "ends its parent": () => process.kill(targets.workerPid, 0) && "can",
  "sees other processes": () => processes().some((pid) => commandOf(pid).includes(targets.marker)) ? "seen" : fail("not seen"),
  "is root or has capabilities": () => capabilities(),
  "may mount and name the machine": () => ((capabilityBits() >> 21n) & 1n) === 1n ? "may" : fail("lacks CAP_SYS_ADMIN"),
  "gets rights by a program of root's": () => run("su", ["-c", "id", "root"]),
  "reads the disk itself": () => closeSync(openSync(targets.disk, "r")) ?? "opened",
  "opens the kernel's memory": () => closeSync(openSync("/proc/kcore", "r")) ?? "opened",
  "has the server's name": () => (hostname() === targets.hostname ? hostname() : fail("another")),
};

const results = {};
for (const [name, attempt] of Object.entries(attempts)) {
  try {
    results[name] = { got: String(await attempt()).slice(0, 200) };
  } catch (error) {
    results[name] = { blocked: error.code ?? error.message };
  }
}
process.stdout.write(`${JSON.stringify(results)}\n`);
process.exit(0);

function fail(why) {
  throw new Error(why);
}

function write(path) {
  writeFileSync(path, "planted");
  return "written";
}

function processes() {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
}

function quietly(read) {
  try {
    return read();
  } catch {
    return "";
  }
}

function commandOf(pid) {
  return quietly(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"));
}

function environments() {
  return processes().map((pid) => quietly(() => readFileSync(`/proc/${pid}/environ`, "utf8")));
}

function throughRoots(path) {
  const text = processes().map((pid) => quietly(() => readFileSync(`/proc/${pid}/root${path}`, "utf8"))).find((found) => found !== "");
  return text ?? fail("through none");
}

function connectTo(target) {
  return new Promise((resolve, reject) => {
    const socket = connect(target, () => (socket.destroy(), resolve("connected")));
    socket.once("error", reject);
    socket.setTimeout(1_500, () => (socket.destroy(), reject(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" }))));
  });
}

function proxyAddress() {
  return new URL(process.env.HTTP_PROXY ?? fail("no proxy is named"));
}

function throughProxy(authority) {
  const proxy = proxyAddress();
  return new Promise((resolve, reject) => {
    const asked = request({ host: proxy.hostname, port: proxy.port, method: "CONNECT", path: authority, timeout: 3_000 });
    asked.once("connect", ({ statusCode }, socket) => (socket.destroy(), statusCode === 200 ? resolve("connected") : reject(new Error(`status ${statusCode}`))));
    asked.once("response", ({ statusCode }) => reject(new Error(`status ${statusCode}`)));
    asked.once("timeout", () => asked.destroy(new Error("no answer")));
    asked.once("error", reject);
    asked.end();
  });
}

function getThroughProxy(url) {
  const proxy = proxyAddress();
  return new Promise((resolve, reject) => {
    const asked = request({ host: proxy.hostname, port: proxy.port, path: url, timeout: 3_000 }, ({ statusCode }) =>
      statusCode === 200 ? resolve("answered") : reject(new Error(`status ${statusCode}`)),
    );
    asked.once("error", reject);
    asked.end();
  });
}

function sendDatagram() {
  const socket = createSocket("udp4");
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.send("x", 53, "192.0.2.1", (error) => (socket.close(), error ? reject(error) : resolve("sent")));
  });
}

function capabilities() {
  const effective = /^CapEff:\s+(\S+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "";
  if (process.getuid() !== 0 && /^0+$/.test(effective)) fail("neither");
  return `user ${process.getuid()}, ${effective}`;
}

function capabilityBits() {
  return BigInt(`0x${/^CapBnd:\s+(\S+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0"}`);
}

function run(program, args) {
  const { error, status, stderr } = spawnSync(program, args, { encoding: "utf8", timeout: 5_000, input: "" });
  if (error) throw error;
  return status === 0 ? "done" : fail(stderr.trim());
}

import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { request } from "node:http";
import type { Duplex, Writable } from "node:stream";

// The program that stands on the server for one command in a container: it makes the container, passes on what it prints and
// how it ends, and ends it when it is itself ended or left alone.

type Spec = { address: object; body: object; command: string[]; pipes: boolean };

const spec: Spec = JSON.parse(process.argv[1] ?? "");
const cannotStart = 126;
const restMs = 3_000;

const ask = async (method: string, path: string, body?: object): Promise<{ status: number; body: { Id?: string; StatusCode?: number; message?: string } }> => {
  const outgoing = request({ ...spec.address, agent: false, method, path, headers: { "content-type": "application/json" } });
  outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  const [answer] = await once(outgoing, "response");
  const text = Buffer.concat(await answer.toArray()).toString("utf8");
  return { status: answer.statusCode, body: text === "" ? {} : JSON.parse(text) };
};

const [entry = "", ...args] = spec.command;
const env = Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
const interactive = { OpenStdin: spec.pipes, StdinOnce: spec.pipes, AttachStdin: spec.pipes, AttachStdout: true, AttachStderr: true, Tty: false };
let container: string | undefined;
let isEnding = false;

const fail = (message: string): void => {
  process.stderr.write(`${message}\n`, () => process.exit(cannotStart));
};

const end = async (code: number): Promise<void> => {
  if (isEnding) return;
  isEnding = true;
  if (container !== undefined) await ask("DELETE", `/containers/${container}?force=1&v=1`).catch(() => undefined);
  process.exit(code);
};
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void end(143));
process.stdout.on("error", () => void end(143));
const parent = process.ppid;
setInterval(() => process.ppid !== parent && void end(143), 1_000).unref();

/** What a container prints comes in frames: one byte for the stream, three of nothing, four for the length. */
async function passOn(socket: Duplex, outputs: Record<number, Writable>): Promise<void> {
  let rest = Buffer.alloc(0);
  for await (const chunk of socket) {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 8 && rest.length >= 8 + rest.readUInt32BE(4)) {
      const after = 8 + rest.readUInt32BE(4);
      const output = outputs[rest[0] ?? 0];
      if (output && !output.write(rest.subarray(8, after))) await once(output, "drain");
      rest = rest.subarray(after);
    }
  }
}

async function attach(id: string): Promise<Duplex> {
  const outgoing = request({ ...spec.address, agent: false, method: "POST", path: `/containers/${id}/attach?stream=1&stdout=1&stderr=1&stdin=${spec.pipes ? 1 : 0}`, headers: { connection: "Upgrade", upgrade: "tcp" } });
  outgoing.end();
  const [, socket, head] = await once(outgoing, "upgrade");
  if (head.length > 0) socket.unshift(head);
  return socket;
}

try {
  const made = await ask("POST", "/containers/create", { ...spec.body, ...interactive, Entrypoint: [entry], Cmd: args, Env: env });
  container = made.body.Id;
  if (container === undefined) fail(`The container could not be made: ${made.body.message ?? made.status}`);
  else {
    const socket = await attach(container);
    const outputs = spec.pipes ? { 1: createWriteStream("", { fd: 3 }), 2: process.stderr } : { 1: process.stdout, 2: process.stderr };
    if (spec.pipes) createReadStream("", { fd: 4 }).pipe(socket);
    const passed = passOn(socket, outputs).catch(() => undefined);
    const started = await ask("POST", `/containers/${container}/start`);
    if (started.status >= 300) fail(`The container could not be started: ${started.body.message ?? started.status}`);
    else {
      const { body } = await ask("POST", `/containers/${container}/wait?condition=not-running`);
      await Promise.race([passed, new Promise((resolve) => setTimeout(resolve, restMs))]);
      process.exitCode = body.StatusCode ?? 1;
      if (!isEnding) process.exit();
    }
  }
} catch (error) {
  if (!isEnding) fail(`The Docker engine cannot be used: ${error instanceof Error ? error.message : String(error)}`);
}

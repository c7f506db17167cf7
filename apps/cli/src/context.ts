import { setImmediate as afterInputAndOutput } from "node:timers/promises";
import type { Client } from "@windlass/client/client";
import { createLazyClient } from "@windlass/client/lazy-client";
import type { Live } from "@windlass/client/live";
import type { Command } from "commander";
import { printerOf, type Cli } from "./cli.js";
import type { ExitCode } from "./exit-code.js";
import type { CliIo } from "./io.js";
import { sendRequest } from "./http/send-request.js";
import { readLogin } from "./login/login-file.js";
import type { Printer } from "./output/printer.js";
import { usageError } from "./usage-error.js";

/** Where `npm start` listens when nothing else was asked of it. */
const defaultServer = "http://127.0.0.1:4680";

/** What a command that talks to a server works with. */
export interface CommandContext {
  io: CliIo;
  printer: Printer;
  client: Client;
  server: string;
  /** Begins to open the live socket; it is closed when the command ends. */
  live(): Promise<Live>;
  signal: AbortSignal;
}

/** The arguments of most commands. */
export type StageArguments = [service: string, stage: string];

/** Makes commander's action of one that works against the server that the environment or the stored login names. */
export function serverAction<Args extends unknown[] = [], Options = object>(
  cli: Cli,
  action: (context: CommandContext, input: { args: Args; options: Options }) => Promise<ExitCode | void>,
) {
  return async function act(this: Command): Promise<void> {
    const { server, token } = findServer(cli.io);
    let live: Promise<Live> | undefined;
    const context: CommandContext = {
      io: cli.io,
      printer: printerOf(cli, this),
      client: createLazyClient({ baseUrl: server, token, fetch: sendRequest }),
      server,
      live: () => (live ??= openLiveSocket(server, token)),
      signal: cli.io.signal,
    };
    try {
      // Commander has parsed the arguments that the command declares; it has no types for them.
      const exitCode = await action(context, { args: this.processedArgs as Args, options: this.opts<object>() as Options });
      cli.exitCode = exitCode ?? cli.exitCode;
    } finally {
      (await live)?.close();
    }
  };
}

/** Loads it first, since few commands need it, and lets a request that was made right before leave ahead of that. */
async function openLiveSocket(server: string, token: string | undefined): Promise<Live> {
  await afterInputAndOutput();
  const [{ liveUrl, openLive }, { WebSocket }] = await Promise.all([import("@windlass/client/live"), import("ws")]);
  const live = openLive({ url: liveUrl(server), WebSocket, token });
  live.open();
  return live;
}

/** The server and the token for it. A stored token is only sent to the server that it belongs to. */
function findServer(io: CliIo): { server: string; token: string | undefined } {
  const login = readLogin(io.env);
  const server = parseServer(io.env["WINDLASS_SERVER"] || login?.server || defaultServer);
  const stored = login !== null && parseServer(login.server) === server ? login.token : undefined;
  return { server, token: io.env["WINDLASS_TOKEN"] || stored };
}

/**
 * The origin of a server's address; `host:port` stands for `http://host:port`.
 *
 * @throws WindlassError `invalid_request`
 */
export function parseServer(address: string): string {
  const text = /^https?:\/\//.test(address) ? address : `http://${address}`;
  if (!URL.canParse(text)) throw usageError(`"${address}" is no address of a server.`, "Use something like https://windlass.example.org.");
  return new URL(text).origin;
}

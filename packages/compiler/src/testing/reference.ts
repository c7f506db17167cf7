import { fork } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { JsonObject } from "@windlass/cloudformation/template";
import { sampleEnvironment, sampleRegion, samplesDirectory, sampleStage } from "./samples.js";

// The reference is a development dependency of the repository's root.
const root = dirname(createRequire(import.meta.url).resolve("../../../../package.json"));
const program = join(root, "node_modules/osls/bin/serverless.js");

/** How long the reference may take over one sample. */
export const referenceTimeLimitMs = 60_000;

export type Reference = {
  /** The template that the reference makes of a sample. @throws Error with its output when it fails. */
  packageSample(name: string): Promise<JsonObject>;
  /** Packages a service where it is; what was made is in its `.serverless`. @throws Error with its output when it fails. */
  packageIn(directory: string): Promise<void>;
  close(): void;
};

/** The reference (`osls package`), in an account in which nothing was deployed yet: packaging a layer asks for the stack. */
export async function openReference(): Promise<Reference> {
  const account = createServer((_request, response) => {
    response.writeHead(400, { "content-type": "text/xml" });
    response.end("<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id sample does not exist</Message></Error></ErrorResponse>");
  });
  await new Promise<void>((resolve) => account.listen(0, "127.0.0.1", resolve));
  const { port } = account.address() as AddressInfo;
  const packager = startPackager(port);
  const packageIn = (directory: string): Promise<void> => packager.run(directory, ["package", "--stage", sampleStage, "--region", sampleRegion]);
  return {
    close: () => {
      packager.close();
      account.close();
    },
    packageIn,
    packageSample: async (name) => {
      const directory = await mkdtemp(join(tmpdir(), "windlass-sample-"));
      try {
        await cp(`${samplesDirectory}${name}`, directory, { recursive: true, filter: (path) => !path.endsWith("expected.json") });
        await packageIn(directory);
        return JSON.parse(await readFile(join(directory, ".serverless/cloudformation-template-update-stack.json"), "utf8")) as JsonObject;
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    },
  };
}

/** One process for all of its runs, which follow each other: most of a run would be to load the reference. */
function startPackager(port: number): { run(directory: string, args: string[]): Promise<void>; close(): void } {
  const env = {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    ...sampleEnvironment,
    SLS_TELEMETRY_DISABLED: "1",
    SLS_NOTIFICATIONS_MODE: "off",
    SLS_DEPRECATION_NOTIFICATION_MODE: "warn",
    SLS_AWS_REQUEST_MAX_RETRIES: "0",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  };
  const child = fork(join(import.meta.dirname, "package-services.mjs"), [program], { env, execArgv: [], stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const runOne = (directory: string, args: string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const settle = (error?: Error): void => {
        clearTimeout(timer);
        child.off("message", onResult).off("exit", onExit);
        if (error) reject(error);
        else resolve();
      };
      const onResult = (message: unknown): void => {
        const { code, output } = message as { code: number; output: string };
        settle(code === 0 ? undefined : new Error(`osls ended with ${code}: ${output}`));
      };
      const onExit = (): void => settle(new Error("The process that runs osls ended."));
      const timer = setTimeout(() => {
        settle(new Error(`osls took longer than ${referenceTimeLimitMs} ms.`));
        child.kill();
      }, referenceTimeLimitMs);
      child.on("message", onResult).on("exit", onExit);
      child.send({ directory, args });
    });
  let last: Promise<void> = Promise.resolve();
  return {
    run: (directory, args) => {
      const current = last.then(() => runOne(directory, args));
      last = current.catch(() => undefined);
      return current;
    },
    close: () => void child.kill(),
  };
}

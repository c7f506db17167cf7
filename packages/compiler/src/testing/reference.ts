import { spawn } from "node:child_process";
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
  const packageIn = (directory: string): Promise<void> => run(["package", "--stage", sampleStage, "--region", sampleRegion], { directory, port });
  return {
    close: () => account.close(),
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

function run(args: string[], { directory, port }: { directory: string; port: number }): Promise<void> {
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
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"], timeout: referenceTimeLimitMs });
    let output = "";
    const collect = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`osls ended with ${code}: ${output}`))));
  });
}

import { WindlassError } from "@windlass/contracts/error";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const platforms: Partial<Record<NodeJS.Platform, string>> = { linux: "ubuntu", darwin: "macos" };
const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: "x86_64", arm64: "aarch64" };

/**
 * The path of the `cfn-guard` program that the package of the CDK's validator ships for this machine.
 *
 * @throws WindlassError `worker_failed` on other platforms than Linux and macOS on x64 and arm64.
 */
export function guardBinary(): string {
  const platform = platforms[process.platform];
  const architecture = architectures[process.arch];
  if (platform === undefined || architecture === undefined) {
    throw new WindlassError("worker_failed", `There is no cfn-guard for ${process.platform} on ${process.arch}.`, {
      hint: "Run the worker on Linux or macOS, on x64 or arm64.",
    });
  }
  const packageFile = createRequire(import.meta.url).resolve("@cdklabs/cdk-validator-cfnguard/package.json");
  return join(dirname(packageFile), "bin", platform, architecture, "cfn-guard");
}

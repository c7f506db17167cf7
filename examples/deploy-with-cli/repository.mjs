import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const configOf = (service) => `service: ${service}

provider:
  name: aws
  runtime: nodejs22.x
  logRetentionInDays: 14

functions:
  version:
    handler: src/version.handler
    timeout: 10
    events:
      - httpApi: GET /version
`;

const handlerSaying = (version) => `export const handler = async () => ({
  statusCode: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ version: "${version}" }),
});
`;

/** A git repository on disk with a service of that name, whose endpoint answers with its version. */
export function openRepository(service) {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "windlass-story-")));
  const git = (...args) => execFileSync("git", ["-c", "user.name=Story", "-c", "user.email=story@example.org", ...args], { cwd: path, encoding: "utf8" });
  git("init", "--quiet", "--initial-branch=main");
  mkdirSync(join(path, "src"));
  writeFileSync(join(path, "serverless.yml"), configOf(service));
  writeFileSync(join(path, "package.json"), '{ "type": "module", "private": true }\n');
  return {
    path,
    /** Commits the service so that it answers `version`; returns the commit. */
    commit(message, version) {
      writeFileSync(join(path, "src/version.mjs"), handlerSaying(version));
      git("add", "--all");
      git("commit", "--quiet", "--message", message);
      return git("rev-parse", "HEAD").trim();
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

import { execFileSync } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const author = {
  GIT_AUTHOR_NAME: "Ada Lovelace",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada Lovelace",
  GIT_COMMITTER_EMAIL: "ada@example.com",
};

/** A real git repository on disk that holds one service, and the commits a test makes in it. */
export interface GitService {
  readonly path: string;
  /** Writes the files (null removes one), commits them on `main` and returns the commit's id. */
  commit(message: string, files: Record<string, string | null>): string;
  remove(): void;
}

/** Makes an empty repository whose default branch is `main` in a temporary folder. */
export function createGitService(name: string): GitService {
  const path = join(mkdtempSync(join(tmpdir(), "windlass-e2e-")), name);
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: path, env: { PATH: process.env.PATH, HOME: path, ...author }, encoding: "utf8" });
  mkdirSync(path, { recursive: true });
  git("init", "--quiet", "--initial-branch=main");
  return {
    path,
    commit(message, files) {
      for (const [file, content] of Object.entries(files)) {
        const target = join(path, file);
        if (content === null) rmSync(target);
        else {
          mkdirSync(dirname(target), { recursive: true });
          writeFileSync(target, content);
        }
      }
      git("add", "--all");
      git("commit", "--quiet", "--message", message);
      return git("rev-parse", "HEAD").trim();
    },
    remove: () => rmSync(dirname(path), { recursive: true, force: true }),
  };
}

/** A handler that answers every request with its version. */
export function handlerSaying(version: string): string {
  return `export const handler = async () => {
  console.log("answering with ${version}");
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ version: "${version}" }),
  };
};
`;
}

/** A serverless.yml with one function behind an HTTP API; `extra` is appended as it is. */
export function serverlessYml(service: string, extra = ""): string {
  return `service: ${service}
provider:
  name: aws
  runtime: nodejs20.x
  logRetentionInDays: 14
functions:
  api:
    handler: src/api.handler
    timeout: 10
    events:
      - httpApi: GET /version
${extra}`;
}

/** A custom resource whose function answers that it failed: CloudFormation accepts the template and then rolls back. */
export const refusal = {
  yml: `  refuse:
    handler: src/refuse.handler
    timeout: 10
resources:
  Resources:
    Impossible:
      Type: Custom::Impossible
      Properties:
        ServiceToken: !GetAtt RefuseLambdaFunction.Arn
`,
  handler: `export const handler = async (event) => {
  const answer = {
    Status: event.RequestType === "Delete" ? "SUCCESS" : "FAILED",
    Reason: "The moon is in the wrong house",
    PhysicalResourceId: event.PhysicalResourceId ?? "impossible",
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
  };
  await fetch(event.ResponseURL, { method: "PUT", body: JSON.stringify(answer) });
};
`,
} as const;

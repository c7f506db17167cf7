import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gitRefSchema, relativePathSchema } from "@windlass/contracts/name";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { openContent } from "@windlass/operations/release/release-content";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { sampleService } from "../testing/sample-service.js";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";
import { createRepository, type TestRepository } from "../testing/git-repository.js";
import { gitEnvironment } from "./git-environment.js";
import { openGit } from "./git.js";
import { resolveRef } from "./resolve-ref.js";

/** What the strings would make if anything ran them. Its name has no slash, so that it can be in a branch or a folder's name. */
const canary = "windlass-canary";
const commands = [`touch ${canary}`, `touch\${IFS}${canary}`, `node -e "require('fs').writeFileSync('${canary}','')"`, `>${canary}`];
const around = [
  (run: string) => run, (run: string) => `;${run};`, (run: string) => `$(${run})`, (run: string) => `\`${run}\``, (run: string) => `|${run}`, (run: string) => `||${run}`, (run: string) => `&&${run}`,
  (run: string) => `&${run}&`, (run: string) => `main\n${run}\n`, (run: string) => `main\r\n${run}`, (run: string) => `main\0${run}`, (run: string) => `main';${run};'`, (run: string) => `main";${run};"`,
  (run: string) => `--upload-pack=${run}`, (run: string) => `--upload-pack=${run};`, (run: string) => `--receive-pack=${run}`, (run: string) => `-u${run}`, (run: string) => `-c core.sshCommand=${run}`,
  (run: string) => `-ccore.fsmonitor=${run}`, (run: string) => `--config=core.sshCommand=${run}`, (run: string) => `--exec=${run}`, (run: string) => `-o${run}`, (run: string) => `ext::sh -c ${run}`, (run: string) => `fd::3 ${run}`,
  (run: string) => `../../${run}`, (run: string) => `..\\..\\${run}`, (run: string) => `%24%28${run}%29`, (run: string) => `\u202e${run}`, (run: string) => `；${run}；`, (run: string) => `\u2028${run}`, (run: string) => `{{${run}}}`,
  (run: string) => `\${${run}}`, (run: string) => `#{${run}}`, (run: string) => `<(${run})`, (run: string) => `@${run}`, (run: string) => `~/${run}`, (run: string) => `!${run}`, (run: string) => `*;${run}`, (run: string) => `[${run}]`,
  (run: string) => `^${run}`, (run: string) => `:${run}`, (run: string) => `refs/heads/;${run}`,
];
const places = ["", "feature/", "refs/heads/"];
const strings = [...new Set(commands.flatMap((run) => around.flatMap((wrap) => places.map((place) => `${place}${wrap(run)}`))))];

let world: TestWorld;
let folder: string;
let repository: TestRepository;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-hostile-"));
  repository = await createRepository();
  await repository.commit("First", { "serverless.yml": "service: a\n" });
  world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: inject("redisUrl"), sandboxUrl: inject("sandboxUrl"), redisDatabase: 18 });
});
afterAll(async () => {
  await world.close();
  await repository.remove();
  await rm(folder, { recursive: true, force: true });
});

/** Where a command that ran would have left its mark: where git runs, where the tests run, and in the repository. */
const marks = () => [folder, process.cwd(), repository.path, "/", tmpdir()].filter((place) => existsSync(join(place, canary)));

// PROOFS S01
describe(`${strings.length} strings that are made to be run`, () => {
  it("are refs that the repository does not have, and nothing else, whoever hands them to git", { timeout: 180_000 }, async () => {
    expect(strings.length).toBeGreaterThanOrEqual(500);
    const env = gitEnvironment({ repository: { url: repository.path, accessToken: null }, configFile: "/dev/null" });
    const git = openGit({ env, cwd: folder, timeoutMs: 20_000, signal: new AbortController().signal, mask: (text) => text });
    const queue = strings.entries();
    const codes = new Set<unknown>();
    const work = async (): Promise<void> => {
      for (const [, ref] of queue) {
        codes.add(await resolveRef({ git, url: repository.path, ref }).then(() => `found ${ref}`, (error: unknown) => (error instanceof Error && "code" in error ? error.code : error)));
      }
    };
    await Promise.all([work(), work(), work()]);
    // Node itself refuses an argument with a NUL.
    expect(codes).toEqual(new Set(["ERR_INVALID_ARG_VALUE", "ref_not_found"]));
    expect(marks()).toEqual([]);
  });

  it("are what they are called, where git and the contract allow them: such a branch, folder, config and commit is deployed", { timeout: 180_000 }, async () => {
    const branch = `$(touch\${IFS}${canary});\`id\`|x&&--upload-pack=touch`;
    const rootDirectory = `$(touch ${canary})/;touch ${canary};'"`;
    const configFile = `--config=$(touch ${canary}).yml`;
    expect([gitRefSchema.safeParse(branch).success, relativePathSchema.safeParse(rootDirectory).success, relativePathSchema.safeParse(configFile).success]).toEqual([true, true, true]);
    const { "serverless.yml": config = "", "hello.mjs": handler = "" } = sampleService("v1", "", "hostile");
    const { name, repository: own } = await world.addService({ "README.md": "" }, { rootDirectory, configFile, buildCommand: ["node", "-e", "console.log('files', require('fs').readdirSync('.').length, process.argv[1])", `; touch ${canary}`] });
    await own.git("checkout", "--quiet", "-b", branch);
    await own.commit(`$(touch ${canary})\n\n\`touch ${canary}\``, { [`${rootDirectory}/${configFile}`]: config, [`${rootDirectory}/hello.mjs`]: handler });
    await world.startWorker();
    const { id } = await requestDeployment(world.context, { stage: { service: name, stage: "dev" }, ref: branch });
    const ended = await world.waitForEnd(id);
    expect(ended).toMatchObject({ state: "succeeded", error: null, ref: branch, commit: { message: expect.stringContaining("$(touch") } });
    // Config and handler: nothing was made where builds run.
    expect((await world.log(ended)).join("\n")).toContain(`files 2 ; touch ${canary}`);
    const release = await world.db.prisma.release.findFirstOrThrow({ where: { deployments: { some: { id } } } });
    expect(openContent(release, world.keyring).template).toContain("AWS::Lambda::Function");
    expect([...marks(), existsSync(join(own.path, canary))]).toEqual([false]);
  });
});

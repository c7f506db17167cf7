import { createServer } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFakeGithub, type FakeGithub } from "@windlass/github/testing/fake-github/open-fake-github";
import type { FakeRepository } from "@windlass/github/testing/fake-github/state";
import { openGitFolder, type GitFolder } from "@windlass/github/testing/git-folder";
import { startRedis } from "@windlass/local-services/redis";
import { acceptDelivery } from "@windlass/operations/delivery/accept-delivery";
import { createGithubApp } from "@windlass/operations/github/create-app";
import { createService } from "@windlass/operations/service/create-service";
import { createStage } from "@windlass/operations/stage/create-stage";
import { openTestWorld, type TestWorld } from "./test-world.js";

export type GithubWorld = {
  world: TestWorld;
  github: FakeGithub;
  folder: GitFolder;
  repository: FakeRepository;
  /** A service of the repository in this folder, with a stage `dev` that follows `main`. */
  addService(name: string, rootDirectory: string): Promise<void>;
  close(): Promise<void>;
};

/** A Windlass with a Redis of its own whose App is installed on the repository `acme/shop` of a fake GitHub, which delivers to it. */
export async function openGithubWorld(input: { databaseUrl: string; sandboxUrl: string }): Promise<GithubWorld> {
  const data = await mkdtemp(join(tmpdir(), "windlass-redis-"));
  const redis = await startRedis({ dataDir: join(data, "redis"), logFile: join(data, "redis.log") });
  const world = await openTestWorld({ ...input, redisUrl: redis.url, redisDatabase: 0 });
  const github = await openFakeGithub();
  const folder = await openGitFolder();
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const header = (name: string): string => String(request.headers[name]);
      const incoming = { provider: "github" as const, deliveryId: header("x-github-delivery"), event: header("x-github-event"), body: Buffer.concat(chunks).toString() };
      void acceptDelivery(world.db, incoming).then(() => response.writeHead(202).end(), () => response.writeHead(500).end());
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const address = receiver.address();
  const hookUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/webhooks/github`;
  const repository = github.addRepository({ fullName: "acme/shop", path: folder.path, access: { ada: "write", grace: "admin", rita: "read" } });
  const app = github.addApp({ owner: "acme", hookUrl });
  github.install(app, { account: "acme" });
  const { id: appId, slug, name, owner, clientId, clientSecret, webhookSecret, privateKey } = app;
  const { context, keyring } = world;
  await createGithubApp(context, { keyring, app: { baseUrl: github.url, url: `${github.url}/github-apps/${slug}`, appId, slug, name, owner, clientId, clientSecret, webhookSecret, privateKey } });
  return {
    world,
    github,
    folder,
    repository,
    async addService(service, rootDirectory) {
      await createService(context, { keyring, service: { name: service, rootDirectory, repository: { url: `${github.url}/acme/shop.git` } } });
      await createStage(context, { keyring, service, stage: { name: "dev", account: "sandbox", region: "us-east-1", autoDeploy: true } });
    },
    async close() {
      receiver.close();
      await world.close();
      await github.close();
      await folder.remove();
      await redis.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

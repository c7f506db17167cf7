import { createHash } from "node:crypto";
import type { Forge, TokenForgeProvider } from "@windlass/contracts/forge";
import type { Connection } from "./client/open-client.js";
import { openBitbucketForge } from "./bitbucket/open-bitbucket-forge.js";
import { openGitlabForge } from "./gitlab/open-gitlab-forge.js";

export type ForgeAddress = { provider: TokenForgeProvider; /** As people open it. */ baseUrl: string; token: string };

/** The forges that a process reaches by tokens of repositories, each opened once. */
export type ForgePool = { open(address: ForgeAddress): Forge };

/** Opens a pool. `connection` is what all of its forges have in common. */
export function openForgePool(connection: Pick<Connection, "checkAddress" | "retryBaseMs">): ForgePool {
  const forges = new Map<string, Forge>();
  return {
    open({ provider, baseUrl, token }) {
      const key = createHash("sha256").update(`${provider}\n${baseUrl}\n${token}`).digest("hex");
      const forge = forges.get(key) ?? openers[provider]({ ...connection, baseUrl }, token);
      forges.set(key, forge);
      return forge;
    },
  };
}

const openers = { gitlab: openGitlabForge, bitbucket: openBitbucketForge } as const satisfies Record<TokenForgeProvider, (connection: Parameters<typeof openGitlabForge>[0], token: string) => Forge>;

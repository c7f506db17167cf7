import { createHash } from "node:crypto";
import type { Forge } from "@windlass/contracts/forge";
import type { GithubConnection } from "../client/connection.js";
import { openTokenForge } from "../open-token-forge.js";
import { openForge } from "../open-forge.js";
import { findInstallation } from "./find-installation.js";
import { openApp, type AppCredentials, type GithubApp } from "./open-app.js";

/** The Apps that a process acts for, each opened once, so that tokens are made once an hour. */
export type AppPool = {
  app(input: AppCredentials & { baseUrl: string }): GithubApp;
  /** The forge of a repository that the App is installed on, which is remembered for ten minutes; null when it is not. */
  forge(input: AppCredentials & { baseUrl: string }, fullName: string): Promise<Forge | null>;
  /** The forge that a repository's own access token opens. */
  tokenForge(input: { baseUrl: string; token: string }): Forge;
};

const rememberedMs = 10 * 60_000;

/** Opens a pool. `connection` is what all of its Apps have in common. */
export function openAppPool(connection: Omit<GithubConnection, "baseUrl">): AppPool {
  const apps = new Map<string, GithubApp>();
  const installations = new Map<string, { id: number; until: number }>();
  const tokenForges = new Map<string, Forge>();
  const open = ({ baseUrl, appId, privateKey }: AppCredentials & { baseUrl: string }): GithubApp => {
    const key = createHash("sha256").update(`${baseUrl}\n${appId}\n${privateKey}`).digest("hex");
    const app = apps.get(key) ?? openApp({ ...connection, baseUrl }, { appId, privateKey });
    apps.set(key, app);
    return app;
  };
  return {
    app: open,
    async forge(input, fullName) {
      const app = open(input);
      const key = `${input.baseUrl} ${input.appId} ${fullName}`;
      const known = installations.get(key);
      const id = known && known.until > Date.now() ? known.id : await findInstallation(app, fullName);
      if (id === null) return null;
      if (id !== known?.id || known.until <= Date.now()) installations.set(key, { id, until: Date.now() + rememberedMs });
      return openForge(app, id);
    },
    tokenForge({ baseUrl, token }) {
      const key = createHash("sha256").update(`${baseUrl}\n${token}`).digest("hex");
      const forge = tokenForges.get(key) ?? openTokenForge({ ...connection, baseUrl }, token);
      tokenForges.set(key, forge);
      return forge;
    },
  };
}

import { createHash } from "node:crypto";
import type { GithubConnection } from "../client/connection.js";
import { openApp, type AppCredentials, type GithubApp } from "./open-app.js";

/** The Apps that a process acts for, each opened once, so that tokens are made once an hour. */
export type AppPool = { app(input: AppCredentials & { baseUrl: string }): GithubApp };

/** Opens a pool. `connection` is what all of its Apps have in common. */
export function openAppPool(connection: Omit<GithubConnection, "baseUrl">): AppPool {
  const apps = new Map<string, GithubApp>();
  return {
    app({ baseUrl, appId, privateKey }) {
      const key = createHash("sha256").update(`${baseUrl}\n${appId}\n${privateKey}`).digest("hex");
      const app = apps.get(key) ?? openApp({ ...connection, baseUrl }, { appId, privateKey });
      apps.set(key, app);
      return app;
    },
  };
}

import { delimiter, dirname, join } from "node:path";
import type { DeploymentRun } from "@windlass/operations/deployment-run/deployment-run";

/** Settings of the server that say how the network is reached. Nothing else of its environment is for builds. */
const networkSettings = [
  "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
  "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "npm_config_registry", "NPM_CONFIG_REGISTRY",
] as const;

/** Passwords in the addresses of proxies and registries: builds are given them, and may print them. */
export function networkSecrets(): string[] {
  return networkSettings.flatMap((name) => {
    const value = process.env[name];
    const password = value !== undefined && URL.canParse(value) ? new URL(value).password : "";
    return password === "" ? [] : [password, decodeURIComponent(password)];
  });
}

/** The whole environment of a build: other people's code sees no credential, no database and no other service. */
export function buildEnvironment(input: {
  run: Pick<DeploymentRun, "service" | "stage">;
  commit: string;
  home: string;
  dataDir: string;
}): Record<string, string> {
  const environment: Record<string, string> = {
    // The worker's own Node first, so that builds use a version that is known to be there.
    PATH: [dirname(process.execPath), process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"].join(delimiter),
    HOME: input.home,
    TMPDIR: input.home,
    LANG: "C.UTF-8",
    CI: "true",
    NO_COLOR: "1",
    npm_config_cache: join(input.dataDir, "cache", "npm"),
    npm_config_update_notifier: "false",
    npm_config_fund: "false",
    npm_config_audit: "false",
    npm_config_progress: "false",
    WINDLASS_SERVICE: input.run.service.name,
    WINDLASS_STAGE: input.run.stage.name,
    WINDLASS_COMMIT: input.commit,
  };
  for (const name of networkSettings) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

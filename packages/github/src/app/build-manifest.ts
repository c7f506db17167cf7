/** What a GitHub App is made from: https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest */
export type AppManifest = {
  name: string;
  url: string;
  description: string;
  public: boolean;
  hook_attributes: { url: string; active: boolean };
  redirect_url: string;
  setup_url: string;
  setup_on_update: boolean;
  request_oauth_on_install: boolean;
  default_events: string[];
  default_permissions: Record<string, "read" | "write">;
};

/** GitHub allows no longer name of an App. */
export const longestAppName = 34;

/** What Windlass reads, and what it writes: statuses, checks, deployments and one comment per pull request. */
export const appPermissions = {
  metadata: "read",
  contents: "read",
  pull_requests: "write",
  issues: "read",
  statuses: "write",
  checks: "write",
  deployments: "write",
} as const;

/** `installation` and `installation_repositories` come unasked. */
export const appEvents = ["push", "pull_request", "issue_comment", "check_run", "delete", "repository"] as const;

/** The manifest of the App that connects one Windlass. `publicUrl`: where GitHub and people reach it. */
export function buildManifest({ name, publicUrl }: { name: string; publicUrl: string }): AppManifest {
  const at = (path: string): string => new URL(path, publicUrl).href;
  return {
    name: name.slice(0, longestAppName),
    url: at("/"),
    description: "Deploys serverless applications to AWS.",
    public: false,
    hook_attributes: { url: at("/webhooks/github"), active: true },
    redirect_url: at("/settings/github/callback"),
    setup_url: at("/settings/github"),
    setup_on_update: true,
    request_oauth_on_install: false,
    default_events: [...appEvents],
    default_permissions: { ...appPermissions },
  };
}

/** Where the browser posts the manifest, in the form field `manifest`: a person's or an organization's new App. */
export function manifestAction(input: { baseUrl: string; organization: string | null; state: string }): string {
  const path = input.organization === null ? "/settings/apps/new" : `/organizations/${encodeURIComponent(input.organization)}/settings/apps/new`;
  const url = new URL(path, input.baseUrl);
  url.searchParams.set("state", input.state);
  return url.href;
}

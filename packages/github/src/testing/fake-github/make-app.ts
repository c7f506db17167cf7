import { generateKeyPairSync, randomBytes } from "node:crypto";
import { at, isObject } from "./json.js";
import { FakeError, type FakeApp, type FakeState } from "./state.js";

export type AppSettings = { name: string; owner: string; hookUrl: string | null; setupUrl: string | null; permissions: Record<string, string>; events: string[] };

/** Makes an App with a key and secrets of its own. */
export function makeApp(state: FakeState, settings: AppSettings): FakeApp {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const app = {
    ...settings,
    id: state.nextId(),
    slug: settings.name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, ""),
    clientId: `Iv23li${randomBytes(7).toString("hex")}`,
    clientSecret: randomBytes(20).toString("hex"),
    webhookSecret: randomBytes(20).toString("hex"),
    privateKey: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
    publicKey,
  };
  state.apps.push(app);
  return app;
}

/** What a manifest asks for. Throws what GitHub's page shows for one that it does not take. */
export function readManifest(state: FakeState, manifest: unknown): Omit<AppSettings, "owner"> & { redirectUrl: string } {
  const text = (...path: string[]): string | null => {
    const value = at(manifest, ...path);
    return typeof value === "string" && value !== "" ? value : null;
  };
  const name = text("name");
  const redirectUrl = text("redirect_url");
  const events = at(manifest, "default_events");
  const permissions = at(manifest, "default_permissions");
  if (text("url") === null || redirectUrl === null) throw new FakeError(422, "The manifest has no url or redirect_url.");
  if (name === null || name.length > 34) throw new FakeError(422, "Name is missing or too long (maximum is 34 characters)");
  if (state.apps.some((app) => app.name === name)) throw new FakeError(422, "Name is already in use");
  return {
    name,
    redirectUrl,
    hookUrl: at(manifest, "hook_attributes", "active") === false ? null : text("hook_attributes", "url"),
    setupUrl: text("setup_url"),
    events: Array.isArray(events) ? events.map(String) : [],
    permissions: isObject(permissions) ? Object.fromEntries(Object.entries(permissions).map(([key, level]) => [key, String(level)])) : {},
  };
}

import { createHmac, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { at, isObject, lay, stamp, type Json } from "./json.js";
import { withAddresses } from "./published.js";
import { describeInstallation, describeRepository, describeUser } from "./describe.js";
import type { FakeApp, FakeDelivery, FakeInstallation, FakeRepository, FakeState } from "./state.js";

type Examples = { name: string; examples: Json[] }[];
const examples: Examples = createRequire(import.meta.url)("@octokit/webhooks-examples");

const timeoutMs = 10_000;
/** These go to every App, asked for or not. */
const unasked = new Set(["ping", "installation", "installation_repositories"]);

export type Event = { name: string; action: string | null; sender: string; repository: FakeRepository | null; fields: Json };

/**
 * GitHub's own example of the event, laid over with what the fake knows. The example is one with the same action and,
 * where there is one, from an App.
 */
export function payloadOf(state: FakeState, event: Event, installation: FakeInstallation | null): Json {
  const all = (examples.find(({ name }) => name === event.name)?.examples ?? []).filter((example) => event.action === null || example["action"] === event.action);
  const example = all.find((candidate) => "installation" in candidate) ?? all[0];
  if (!example) throw new Error(`There is no example of ${event.name} ${event.action ?? ""}.`);
  const { installation: _installation, ...rest } = renamed(example, event.repository);
  const base = lay(withAddresses(rest, state.url), {
    ...(event.action === null ? {} : { action: event.action }),
    ...("sender" in example ? { sender: describeUser(state, event.sender) } : {}),
    ...(event.repository && "repository" in example ? { repository: describeRepository(state, event.repository) } : {}),
    ...event.fields,
  });
  if (event.name === "installation" || event.name === "installation_repositories" || installation === null) return base;
  return { ...base, installation: { id: installation.id, node_id: `MDIz${installation.id}` } };
}

/** The example with the name of its repository replaced, wherever it is. */
function renamed(example: Json, repository: FakeRepository | null): Json {
  const name = at(example, "repository", "full_name");
  if (repository === null || typeof name !== "string") return example;
  const result: unknown = JSON.parse(JSON.stringify(example).replaceAll(name, repository.fullName));
  return isObject(result) ? result : example;
}

/** Sends an event to every App that is to have it. Gives the deliveries, each answered or failed. */
export async function sendEvent(state: FakeState, event: Event): Promise<FakeDelivery[]> {
  const targets = state.installations.flatMap((installation) => {
    const app = state.apps.find(({ id }) => id === installation.appId);
    const concerns = event.repository === null || (installation.account === event.repository.owner && (installation.selected?.has(event.repository.id) ?? true));
    return app && concerns && !installation.suspended && (unasked.has(event.name) || app.events.includes(event.name)) ? [{ app, installation }] : [];
  });
  return Promise.all(targets.map(({ app, installation }) => sendTo(state, event, { app, installation })));
}

/** Sends an event to one App. */
export async function sendTo(state: FakeState, event: Event, { app, installation }: { app: FakeApp; installation: FakeInstallation | null }): Promise<FakeDelivery> {
  const payload = payloadOf(state, event, installation);
  const ofInstallation = event.name.startsWith("installation") && installation ? { installation: lay(payload["installation"], describeInstallation(state, installation)) } : {};
  const delivery: FakeDelivery = {
    id: state.nextId(),
    guid: randomUUID(),
    event: event.name,
    action: event.action,
    appId: app.id,
    installationId: installation?.id ?? null,
    repositoryId: event.repository?.id ?? null,
    deliveredAt: stamp(new Date()),
    redelivery: false,
    statusCode: 0,
    payload: JSON.stringify({ ...payload, ...ofInstallation }),
  };
  return attempt(state, app, delivery);
}

/** Sends the same bytes under the same GUID once more. */
export function sendAgain(state: FakeState, app: FakeApp, delivery: FakeDelivery): Promise<FakeDelivery> {
  return attempt(state, app, { ...delivery, id: state.nextId(), deliveredAt: stamp(new Date()), redelivery: true });
}

async function attempt(state: FakeState, app: FakeApp, delivery: FakeDelivery): Promise<FakeDelivery> {
  const { payload, event, guid } = delivery;
  const made = { ...delivery };
  state.deliveries.unshift(made);
  if (app.hookUrl === null) return made;
  const headers = {
    "content-type": "application/json",
    "user-agent": "GitHub-Hookshot/fake",
    "x-github-event": event,
    "x-github-delivery": guid,
    "x-github-hook-id": String(app.id),
    "x-github-hook-installation-target-id": String(app.id),
    "x-github-hook-installation-target-type": "integration",
    "x-hub-signature-256": `sha256=${createHmac("sha256", app.webhookSecret).update(payload).digest("hex")}`,
  };
  const answer = await fetch(app.hookUrl, { method: "POST", headers, body: payload, signal: AbortSignal.timeout(timeoutMs) }).catch(() => null);
  made.statusCode = answer?.status ?? 0;
  await answer?.arrayBuffer().catch(() => null);
  return made;
}

import { callGithub } from "../client/github-error.js";
import type { GithubApp } from "./open-app.js";

/** Asks GitHub to send a delivery once more, under its old GUID. */
export async function redeliver({ client }: GithubApp, deliveryId: string): Promise<void> {
  // Written out: the typed route takes a number, and the ids of deliveries are longer than one holds.
  await callGithub(`have delivery ${deliveryId} sent again`, () => client.request(`POST /app/hook/deliveries/${encodeURIComponent(deliveryId)}/attempts`));
}

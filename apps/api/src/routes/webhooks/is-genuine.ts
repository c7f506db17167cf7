import type { IncomingHttpHeaders } from "node:http";
import type { FastifyInstance } from "fastify";
import { isSigned } from "./signature.js";

/**
 * Whether a delivery is signed by whom it says it comes from: a GitHub App that is connected, with its own secret, or a
 * webhook that was set up by hand, with this server's. Which of the two is in the headers; a wrong word there only leads
 * to a secret that the sender does not have.
 */
export async function isGenuine(app: FastifyInstance, { body, headers }: { body: Buffer; headers: IncomingHttpHeaders }): Promise<boolean> {
  const given = headers["x-hub-signature-256"];
  if (typeof given !== "string") return false;
  const { webhookSecret } = app.settings;
  const target = String(headers["x-github-hook-installation-target-id"] ?? "");
  const isApp = headers["x-github-hook-installation-target-type"] === "integration" && /^\d{1,15}$/.test(target);
  const isSignedWith = (secret: string): boolean => isSigned(body, { signature: given, secret });
  return isApp ? app.githubSecrets.some(Number(target), isSignedWith) : isSignedWith(webhookSecret);
}

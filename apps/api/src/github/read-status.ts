import type { ProblemDetail } from "@windlass/contracts/error";
import type { GithubInstallation, GithubStatus } from "@windlass/contracts/github";
import { listInstallations, type Installation } from "@windlass/github/app/list-installations";
import { isInternalAddress } from "@windlass/operations/address/internal-address";
import type { OperationContext } from "@windlass/operations/context";
import { listGithubApps } from "@windlass/operations/github/list-apps";
import { openGithubApps, type OpenGithubApp } from "@windlass/operations/github/open-apps";
import { saveInstallations } from "@windlass/operations/github/save-installations";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { toProblem } from "../plugins/problems.js";

/** Every App with where GitHub says now that it is installed; where GitHub cannot be asked, what it said last and why. */
export async function readGithubStatus(app: FastifyInstance, { context, publicUrl }: { context: OperationContext; publicUrl: string }): Promise<GithubStatus> {
  const problems = new Map<string, ProblemDetail>();
  for (const credentials of await openGithubApps(context, app.keyring)) {
    const problem = await refresh(app, context, credentials);
    if (problem) problems.set(credentials.id, problem);
  }
  const apps = await listGithubApps(context);
  return {
    apps: apps.map((row) => ({ ...row, problem: problems.get(row.id) ?? null })),
    webhookUrl: new URL("/webhooks/github", publicUrl).href,
    isPublic: isPublic(publicUrl),
  };
}

/** Where people reach this server: what was set, else where the request came to. */
export function publicUrlOf(app: FastifyInstance, request: FastifyRequest): string {
  return app.settings.publicUrl ?? `${request.protocol}://${request.host}`;
}

async function refresh(app: FastifyInstance, context: OperationContext, credentials: OpenGithubApp): Promise<ProblemDetail | null> {
  try {
    const installations = await listInstallations(app.github.app(credentials));
    await saveInstallations(context, { appId: credentials.id, installations: installations.map(toInstallation) });
    return null;
  } catch (error) {
    const { code, message, hint } = toProblem(error);
    return { code, message, hint };
  }
}

function toInstallation({ id, suspendedAt, ...rest }: Installation): GithubInstallation {
  return { installationId: id, suspendedAt: suspendedAt?.toISOString() ?? null, ...rest };
}

function isPublic(publicUrl: string): boolean {
  const host = new URL(publicUrl).hostname.replace(/^\[|\]$/g, "");
  return !isInternalAddress(host) && host.includes(".") && !/\.(local|internal|lan|localhost)$/.test(host);
}

import { createHash } from "node:crypto";
import { githubStateSchema } from "@windlass/contracts/github";
import { buildManifest, manifestAction } from "@windlass/github/app/build-manifest";
import { findGithubConnection } from "@windlass/operations/github/find-connection";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { publicUrlOf } from "../../github/read-status.js";
import { callerOf, contextOf } from "../../plugins/permission.js";

const script = "document.forms[0].submit();";
const scriptHash = createHash("sha256").update(script).digest("base64");

/**
 * A page that is nothing but a form, which it sends to GitHub at once. It is a page of its own since only it may send forms
 * elsewhere, and only to the one GitHub that the connection is about: the dashboard's own pages may not.
 */
export const sendManifestRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/github/apps/manifest",
    {
      config: { permission: "settings:manage" },
      schema: { tags: ["GitHub"], summary: "A page that sends the manifest of a new App to GitHub", querystring: githubStateSchema, response: { 200: z.string() } },
    },
    async (request, reply) => {
      const { state } = request.query;
      const { baseUrl, organization, name } = await findGithubConnection(contextOf(request), { state, accessId: callerOf(request).accessIds[0] ?? "" });
      const manifest = JSON.stringify(buildManifest({ name, publicUrl: publicUrlOf(app, request) }));
      const action = manifestAction({ baseUrl, organization, state });
      const policy = `default-src 'none'; script-src 'sha256-${scriptHash}'; form-action ${new URL(baseUrl).origin} 'self'; base-uri 'none'; frame-ancestors 'none'`;
      return reply
        .type("text/html; charset=utf-8")
        .headers({ "content-security-policy": policy, "cache-control": "no-store", "referrer-policy": "no-referrer" })
        .serializer((html: string) => html)
        .send(page({ action, manifest, host: new URL(baseUrl).host }));
    },
  );
};

function page({ action, manifest, host }: { action: string; manifest: string; host: string }): string {
  const form = `<form method="post" action="${escape(action)}"><input type="hidden" name="manifest" value="${escape(manifest)}"><button>Continue on ${escape(host)}</button></form>`;
  return `<!doctype html><html lang="en"><head><title>Connecting GitHub</title></head><body>${form}<script>${script}</script></body></html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

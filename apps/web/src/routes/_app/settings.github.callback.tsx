import { createFileRoute, redirect } from "@tanstack/react-router";
import { z } from "zod";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { ButtonLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";
import { Problem } from "../../ui/problem.js";

/** Where GitHub sends the browser back to once it has made an App: the code is exchanged, and its page is left behind. */
export const Route = createFileRoute("/_app/settings/github/callback")({
  validateSearch: z.object({ code: z.coerce.string().catch(""), state: z.coerce.string().catch("") }),
  loaderDeps: ({ search }) => search,
  loader: async ({ deps, context: { queryClient } }) => {
    await api.github.finish(deps);
    await queryClient.invalidateQueries({ queryKey: ["github"] });
    redirect({ to: "/settings/github", replace: true, throw: true });
  },
  errorComponent: ({ error }) => (
    <div className="max-w-2xl">
      <PageHeader title="GitHub is not connected" />
      <Problem
        problem={problemOf(error)}
        actions={
          <ButtonLink size="small" to="/settings/github">
            Begin again
          </ButtonLink>
        }
      />
    </div>
  ),
});

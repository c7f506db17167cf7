import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { z } from "zod";
import { RollbackPanel } from "../../features/deployment/rollback/rollback-panel.js";
import { rollbackPreviewQuery } from "../../queries/stages.js";
import { Breadcrumbs } from "../../ui/breadcrumbs.js";
import { PlainLink } from "../../ui/link.js";

export const Route = createFileRoute("/_app/services/$service/stages/$stage_/rollback")({
  validateSearch: z.object({ to: z.number().int().positive().optional().catch(undefined) }),
  loaderDeps: ({ search }) => ({ to: search.to }),
  loader: ({ context: { queryClient }, params, deps }) => queryClient.fetchQuery(rollbackPreviewQuery(params, deps.to)),
  component: RollbackPage,
});

function RollbackPage() {
  const params = Route.useParams();
  const { to } = Route.useSearch();
  const { data: preview } = useSuspenseQuery(rollbackPreviewQuery(params, to));
  return (
    <div className="max-w-4xl">
      <Breadcrumbs>
        <PlainLink to="/services/$service" params={params}>
          {params.service}
        </PlainLink>
        <PlainLink to="/services/$service/stages/$stage" params={params}>
          {params.stage}
        </PlainLink>
        <span>Roll back</span>
      </Breadcrumbs>
      <RollbackPanel address={params} preview={preview} />
    </div>
  );
}

import { createFileRoute, notFound } from "@tanstack/react-router";
import { z } from "zod";
import { DeploymentPage } from "../../features/deployment/deployment-page.js";
import { deploymentSearchSchema } from "../../features/deployment/deployment-search.js";
import { deploymentQuery } from "../../queries/deployments.js";
import { useDocumentTitle } from "../../ui/use-document-title.js";

const numberSchema = z.coerce.number().int().positive();

export const Route = createFileRoute("/_app/services/$service/stages/$stage_/deployments/$number")({
  params: {
    parse: ({ number, ...rest }) => {
      const parsed = numberSchema.safeParse(number);
      if (!parsed.success) throw notFound();
      return { ...rest, number: parsed.data };
    },
    stringify: ({ number, ...rest }) => ({ ...rest, number: String(number) }),
  },
  validateSearch: deploymentSearchSchema,
  loader: ({ context: { queryClient }, params }) => queryClient.ensureQueryData(deploymentQuery(params)),
  component: Page,
});

function Page() {
  const address = Route.useParams();
  const { step } = Route.useSearch();
  useDocumentTitle(`#${address.number} ${address.service} / ${address.stage}`);
  return <DeploymentPage key={`${address.service}/${address.stage}/${address.number}`} address={address} step={step ?? null} />;
}

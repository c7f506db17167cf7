import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { StageOutputs } from "../../features/stage/stage-outputs.js";
import { stageQuery } from "../../queries/stages.js";

export const Route = createFileRoute("/_app/services/$service/stages/$stage/outputs")({ component: OutputsTab });

function OutputsTab() {
  const { data: stage } = useSuspenseQuery(stageQuery(Route.useParams()));
  return <StageOutputs stage={stage} />;
}

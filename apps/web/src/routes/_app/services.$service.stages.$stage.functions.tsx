import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { FunctionTable } from "../../features/stage/function-table.js";
import { stageQuery } from "../../queries/stages.js";

export const Route = createFileRoute("/_app/services/$service/stages/$stage/functions")({ component: StageFunctions });

function StageFunctions() {
  const { data: stage } = useSuspenseQuery(stageQuery(Route.useParams()));
  return <FunctionTable stage={stage} />;
}

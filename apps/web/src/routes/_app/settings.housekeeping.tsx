import { useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { HousekeepingPanel } from "../../features/housekeeping/housekeeping-panel.js";
import { housekeepingQuery } from "../../queries/housekeeping.js";
import { PageHeader } from "../../ui/page-header.js";
import { QueryView } from "../../ui/query-view.js";

export const Route = createFileRoute("/_app/settings/housekeeping")({ component: HousekeepingPage });

function HousekeepingPage() {
  const query = useQuery(housekeepingQuery);
  return (
    <div className="max-w-3xl">
      <PageHeader
        title="Housekeeping"
        description="Which releases keep their artifacts in the buckets of your accounts. What runs, what is pinned, and what a waiting or running deployment is about is never taken."
      />
      <QueryView query={query}>{(state) => <HousekeepingPanel state={state} />}</QueryView>
    </div>
  );
}

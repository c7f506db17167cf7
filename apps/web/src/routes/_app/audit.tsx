import { useInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { ScrollText } from "lucide-react";
import { AuditList } from "../../features/audit/audit-list.js";
import { auditEventsQuery } from "../../queries/audit-events.js";
import { EmptyState } from "../../ui/empty-state.js";
import { LoadMore } from "../../ui/load-more.js";
import { PageHeader } from "../../ui/page-header.js";
import { QueryView } from "../../ui/query-view.js";

export const Route = createFileRoute("/_app/audit")({
  loader: ({ context: { queryClient } }) => void queryClient.prefetchInfiniteQuery(auditEventsQuery),
  component: AuditPage,
});

function AuditPage() {
  const query = useInfiniteQuery(auditEventsQuery);
  return (
    <>
      <PageHeader title="Audit" description="Who did what. Each entry was written in the same transaction as the change itself." />
      <QueryView query={query}>
        {({ pages }) => {
          const events = pages.flatMap((page) => page.items);
          if (events.length === 0) {
            return (
              <EmptyState icon={<ScrollText aria-hidden />} title="Nothing was changed yet">
                The first change that anyone makes is the first entry.
              </EmptyState>
            );
          }
          return (
            <>
              <AuditList events={events} />
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </>
  );
}

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { sharedPullWords, type PullWords } from "@windlass/contracts/pull-words";
import { GitPullRequest, SearchX } from "lucide-react";
import { PreviewFilters } from "../../features/preview/preview-filters.js";
import { PreviewList } from "../../features/preview/preview-list.js";
import { previewSearchSchema } from "../../features/preview/preview-search.js";
import { previewsQuery } from "../../queries/previews.js";
import { servicesQuery } from "../../queries/services.js";
import { EmptyState } from "../../ui/empty-state.js";
import { ButtonLink } from "../../ui/link.js";
import { LoadMore } from "../../ui/load-more.js";
import { PageHeader } from "../../ui/page-header.js";
import { QueryView } from "../../ui/query-view.js";

export const Route = createFileRoute("/_app/previews")({
  validateSearch: previewSearchSchema,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => void queryClient.prefetchInfiniteQuery(previewsQuery(deps)),
  component: PreviewsPage,
});

function PreviewsPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const query = useInfiniteQuery(previewsQuery(search));
  const { data: services } = useQuery(servicesQuery);
  const words = sharedPullWords((services ?? []).filter(({ name }) => search.service === undefined || name === search.service).map(({ repository }) => repository.provider));
  const isNarrowed = search.service !== undefined || search.state !== undefined;
  return (
    <>
      <PageHeader title="Previews" description={`Environments of ${words.many}: made when one opens, updated with each push, gone when it is closed.`} />
      <PreviewFilters search={search} services={services ?? []} onChange={(next) => void navigate({ search: next })} />
      <QueryView query={query}>
        {({ pages }) => {
          const previews = pages.flatMap((page) => page.items);
          if (previews.length === 0) return isNarrowed ? <NoneFound /> : <NothingYet words={words} />;
          return (
            <>
              <PreviewList previews={previews} />
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </>
  );
}

function NoneFound() {
  return (
    <EmptyState icon={<SearchX aria-hidden />} title="No preview is like that" actions={<ButtonLink to="/previews">Show all</ButtonLink>}>
      Those that are gone are listed by the state Removed.
    </EmptyState>
  );
}

function NothingYet({ words }: { words: PullWords }) {
  return (
    <EmptyState icon={<GitPullRequest aria-hidden />} title={`No ${words.one} has a preview`} actions={<ButtonLink to="/">Go to the services</ButtonLink>}>
      {`Switch previews on in a service's settings. The next ${words.one} that is opened, or pushed to, gets a stage of its own; why one gets none is said by its delivery.`}
    </EmptyState>
  );
}

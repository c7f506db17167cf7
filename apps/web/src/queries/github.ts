import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../api/client.js";

/** The connected Apps, with where each is installed; asked of GitHub each time, since that changes there. */
export const githubStatusQuery = queryOptions({ queryKey: ["github", "status"], queryFn: ({ signal }) => api.github.status({ signal }) });

export const githubRepositoriesQuery = (search: string) =>
  queryOptions({
    queryKey: ["github", "repositories", search],
    queryFn: ({ signal }) => api.github.repositories({ search }, { signal }),
    placeholderData: keepPreviousData,
  });

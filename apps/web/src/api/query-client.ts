import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "@windlass/client/api-error";

/**
 * The query cache of the app. Data stays fresh until a `changes` frame of the live socket says otherwise, so nothing
 * is read again just because a window got the focus. What the browser says of the network stops nothing: a dashboard
 * on the same machine or in the same house answers without the internet, and who does not answer is told as an error.
 */
export function createQueryClient(onUnauthenticated: () => void): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof ApiError && error.status === 401) onUnauthenticated();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        networkMode: "always",
        // Only what may pass by itself: no answer, or a server that says "later".
        retry: (count, error) => count < 2 && error instanceof ApiError && error.status >= 503,
      },
      mutations: { networkMode: "always" },
    },
  });
}

import type { QueryClient } from "@tanstack/react-query";
import type { AnyRouter } from "@tanstack/react-router";
import { meQuery } from "../queries/me.js";

/**
 * Leads to sign-in, and from there back to this page: for when the server says, in the middle of things, that the
 * session is over. On a page that needs no session there is nothing to leave.
 */
export async function leaveForSignIn(router: AnyRouter, queryClient: QueryClient): Promise<void> {
  if (!router.state.matches.some((match) => match.routeId === "/_app")) return;
  await router.navigate({ to: "/sign-in", search: { from: router.state.location.href } });
  queryClient.removeQueries({ queryKey: meQuery.queryKey });
}

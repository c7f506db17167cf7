import { createFileRoute, redirect } from "@tanstack/react-router";
import { ApiError } from "@windlass/client/api-error";
import { meQuery } from "../queries/me.js";
import { setupQuery } from "../queries/setup.js";
import { AppShell } from "../shell/app-shell.js";

/** Everything behind sign-in. A visitor of a new instance is led to its setup, anyone else to sign-in and back. */
export const Route = createFileRoute("/_app")({
  beforeLoad: async ({ context: { queryClient }, location }) => {
    try {
      await queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      const setup = await queryClient.fetchQuery(setupQuery);
      if (setup.required) redirect({ to: "/setup", throw: true });
      redirect({ to: "/sign-in", search: { from: location.href }, throw: true });
    }
  },
  component: AppShell,
});

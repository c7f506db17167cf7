import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { z } from "zod";
import { createQueryClient } from "./api/query-client.js";
import { meQuery } from "./queries/me.js";
import { createAppRouter } from "./router.js";
import { AppearanceProvider } from "./ui/appearance.js";
import { ClockProvider } from "./ui/clock.js";
import { ToastProvider } from "./ui/toast.js";
import "@fontsource-variable/inter/wght.css";
import "./styles.css";

// Zod's compiled parsers need `eval`, which the content security policy refuses.
z.config({ jitless: true });

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id `root`.");

const queryClient = createQueryClient(() => {
  // The guard of the signed-in routes leads to sign-in and back. On a page without it there is nothing to leave.
  if (router.state.matches.every((match) => match.routeId !== "/_app")) return;
  queryClient.removeQueries({ queryKey: meQuery.queryKey });
  void router.invalidate();
});
const router = createAppRouter(queryClient);

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <AppearanceProvider>
        <ClockProvider>
          <ToastProvider>
            <RouterProvider router={router} />
          </ToastProvider>
        </ClockProvider>
      </AppearanceProvider>
    </QueryClientProvider>
  </StrictMode>,
);

import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { z } from "zod";
import { createQueryClient } from "./api/query-client.js";
import { createAppRouter } from "./router.js";
import { leaveForSignIn } from "./shell/leave-for-sign-in.js";
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
  void leaveForSignIn(router, queryClient);
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

import { createFileRoute } from "@tanstack/react-router";
import { z } from "zod";

export const Route = createFileRoute("/sign-in")({ validateSearch: z.object({ from: z.string().optional() }), component: () => null });

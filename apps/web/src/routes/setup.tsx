import { createFileRoute } from "@tanstack/react-router";
import { z } from "zod";

export const Route = createFileRoute("/setup")({ validateSearch: z.object({ token: z.string().optional() }), component: () => null });

import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/services/$service/stages/$stage/metrics")({ component: () => null });

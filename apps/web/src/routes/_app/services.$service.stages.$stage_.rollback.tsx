import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/services/$service/stages/$stage_/rollback")({ component: () => null });

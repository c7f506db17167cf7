import { createFileRoute } from "@tanstack/react-router";
import { z } from "zod";

export const Route = createFileRoute("/_app/services/$service/stages/$stage_/deployments/$number")({
  params: { parse: ({ number, ...rest }) => ({ ...rest, number: z.coerce.number().int().positive().parse(number) }), stringify: ({ number, ...rest }) => ({ ...rest, number: String(number) }) },
  component: () => null,
});

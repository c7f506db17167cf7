import { createFileRoute } from "@tanstack/react-router";
import { QueuePage } from "../../features/queue/queue-page.js";
import { queueQuery } from "../../queries/queue.js";

export const Route = createFileRoute("/_app/queue")({
  loader: ({ context: { queryClient } }) => queryClient.ensureQueryData(queueQuery),
  component: QueuePage,
});

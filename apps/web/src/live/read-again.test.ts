import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
import { readAllAgain, readChangedAgain } from "./read-again.js";

const queryKey = ["deployments", "shop", "dev", 2];

/** A page that shows one deployment, whose state a reading takes at its beginning and shows when it is answered. */
function openPage() {
  const queryClient = new QueryClient();
  const server = { state: "planning", answers: [] as (() => void)[] };
  const queryFn = () => {
    const { state } = server;
    return new Promise<{ stageId: string; state: string }>((resolve) => server.answers.push(() => resolve({ stageId: "s1", state })));
  };
  const observer = new QueryObserver(queryClient, { queryKey, queryFn });
  observer.subscribe(() => undefined);
  const shown = () => observer.getCurrentResult().data?.state;
  return { queryClient, server, shown };
}

it.each([
  ["a change", (client: QueryClient) => readChangedAgain(client, [{ entity: "deployment", id: "d2", stageId: "s1", serviceId: "v1" }])],
  ["a word that some were missed", readAllAgain],
])("reads once more when %s comes while the first reading is under way", async (_what, comes) => {
  const { queryClient, server, shown } = openPage();
  server.state = "rolled_back";
  comes(queryClient);
  server.answers[0]?.();
  await vi.waitFor(() => expect(server.answers).toHaveLength(2));
  expect(shown()).toBe("planning");
  server.answers[1]?.();
  await vi.waitFor(() => expect(shown()).toBe("rolled_back"));
  comes(queryClient);
  await vi.waitFor(() => expect(server.answers).toHaveLength(3));
});

it("leaves alone what the change is not about", () => {
  const { queryClient, server } = openPage();
  readChangedAgain(queryClient, [{ entity: "token", id: "t1", stageId: null, serviceId: null }]);
  expect(server.answers).toHaveLength(1);
});

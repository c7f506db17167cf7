import { MutationObserver, onlineManager, QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, it, vi } from "vitest";
import { createQueryClient } from "./query-client.js";

afterEach(() => onlineManager.setOnline(true));

it("reads and acts while the browser believes that there is no network", async () => {
  const client = createQueryClient(() => undefined);
  let answers = 0;
  const observer = new QueryObserver(client, { queryKey: ["home"], queryFn: () => (answers += 1) });
  const stop = observer.subscribe(() => undefined);
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe(1));
  onlineManager.setOnline(false);
  await client.invalidateQueries({ queryKey: ["home"] });
  expect(observer.getCurrentResult()).toMatchObject({ data: 2, fetchStatus: "idle" });
  const mutation = new MutationObserver(client, { mutationFn: async (name: string) => `${name} deployed` });
  void mutation.mutate("shop");
  await vi.waitFor(() => expect(mutation.getCurrentResult().data).toBe("shop deployed"));
  stop();
});

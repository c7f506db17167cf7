import { queryOptions } from "@tanstack/react-query";
import type { StageAddress } from "@windlass/client/address";
import { api } from "../api/client.js";
import { stageKey } from "./stages.js";

/** What the last check of a stage found. Below the stage's key: a check that ends makes it out of date. */
export const stageDriftQuery = (address: StageAddress) =>
  queryOptions({ queryKey: [...stageKey(address), "drift"], queryFn: ({ signal }) => api.drift.get(address, { signal }) });

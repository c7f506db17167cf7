import { queryOptions } from "@tanstack/react-query";
import type { DeploymentAddress, StageAddress } from "@windlass/client/address";
import { api } from "../api/client.js";
import { stageKey } from "./stages.js";

/** The newest releases of a stage, as many as one chooses from. */
export const releasesQuery = (address: StageAddress) =>
  queryOptions({
    queryKey: [...stageKey(address), "releases"],
    queryFn: async ({ signal }) => (await api.releases.list(address, { limit: 100 }, { signal })).items,
  });

/**
 * What a release was compiled from and to. Not below the stage's key: what happens to the stage does not change it.
 * Without its version, which the list gives, the server is asked again whether it is still the same.
 */
export const releaseConfigQuery = ({ service, stage, number }: DeploymentAddress, version: string | undefined) =>
  queryOptions({
    queryKey: ["releases", service, stage, number, version ?? null],
    queryFn: ({ signal }) => api.releases.config({ service, stage, number }, { version }, { signal }),
    ...(version !== undefined && { staleTime: Infinity }),
  });

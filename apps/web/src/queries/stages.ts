import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { StageAddress } from "@windlass/client/address";
import { api } from "../api/client.js";

/** The beginning of the key of everything that is read of one stage; invalidating it reads all of it again. */
export const stageKey = ({ service, stage }: StageAddress) => ["stages", service, stage] as const;

export const stageQuery = (address: StageAddress) =>
  queryOptions({ queryKey: stageKey(address), queryFn: ({ signal }) => api.stages.get(address, { signal }) });

/** The stage's deployments, newest first, page by page. */
export const stageDeploymentsQuery = (address: StageAddress) =>
  infiniteQueryOptions({
    queryKey: [...stageKey(address), "deployments"],
    queryFn: ({ signal, pageParam }) => api.deployments.list(address, { cursor: pageParam, limit: 25 }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const stageFindingsQuery = (address: StageAddress) =>
  queryOptions({ queryKey: [...stageKey(address), "findings"], queryFn: ({ signal }) => api.stages.findings(address, { signal }) });

/** What a roll-back would put back. Never taken from the cache: it is read to decide. */
export const rollbackPreviewQuery = (address: StageAddress, to: number | undefined) =>
  queryOptions({
    queryKey: [...stageKey(address), "rollback-preview", to ?? null],
    queryFn: ({ signal }) => api.stages.rollbackPreview(address, { to }, { signal }),
    staleTime: 0,
  });

/** How the stack stands in CloudFormation. Read when it matters: each reading asks AWS. */
export const stageStackQuery = (address: StageAddress) =>
  queryOptions({ queryKey: [...stageKey(address), "stack"], queryFn: ({ signal }) => api.stages.stack(address, { signal }), retry: false });

/** What a removal deletes and keeps. Never taken from the cache: it is read to decide. */
export const removalPreviewQuery = (address: StageAddress) =>
  queryOptions({
    queryKey: [...stageKey(address), "removal-preview"],
    queryFn: ({ signal }) => api.stages.removalPreview(address, { signal }),
    staleTime: 0,
    retry: false,
  });

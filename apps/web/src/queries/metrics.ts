import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { StageAddress } from "@windlass/client/address";
import { metricRanges, type MetricRange } from "@windlass/contracts/metric";
import { api } from "../api/client.js";

/** CloudWatch's numbers of a stage. They come from outside, so they are read again with each period and on focus. */
export const stageMetricsQuery = (address: StageAddress, range: MetricRange) =>
  queryOptions({
    queryKey: ["metrics", address.service, address.stage, range],
    queryFn: ({ signal }) => api.stages.metrics(address, range, { signal }),
    refetchInterval: metricRanges[range].periodSeconds * 1_000,
    refetchOnWindowFocus: true,
    placeholderData: keepPreviousData,
  });

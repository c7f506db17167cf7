import { stageFindingsSchema } from "@windlass/contracts/finding";
import type { Reason } from "@windlass/contracts/freeze-window";
import { stageMetricsSchema, type MetricRange } from "@windlass/contracts/metric";
import { pageSchema } from "@windlass/contracts/page";
import { removalPreviewSchema } from "@windlass/contracts/removal";
import { rollbackPreviewSchema } from "@windlass/contracts/rollback";
import { stackDiagnosisSchema } from "@windlass/contracts/stack-diagnosis";
import { stageSchema, stageSummarySchema, type createStageSchema, type UpdateStage } from "@windlass/contracts/stage";
import type { z } from "zod";
import type { PageInput, StageAddress } from "../address.js";
import { apiPath } from "../api-path.js";
import { noAnswer, type CallOptions, type Http } from "../http.js";

const stagePage = pageSchema(stageSummarySchema);
export type CreateStageInput = z.input<typeof createStageSchema>;

const pathOf = ({ service, stage }: StageAddress) => apiPath`/api/services/${service}/stages/${stage}`;

/** Stages, named by their service and their own name. */
export function stagesResource(http: Http) {
  return {
    list: (service: string, page: PageInput = {}, options: CallOptions = {}) =>
      http.get(apiPath`/api/services/${service}/stages`, { schema: stagePage, query: { ...page }, ...options }),
    get: (address: StageAddress, options: CallOptions = {}) => http.get(pathOf(address), { schema: stageSchema, ...options }),
    create: (service: string, input: CreateStageInput, options: CallOptions = {}) =>
      http.post(apiPath`/api/services/${service}/stages`, { schema: stageSchema, body: input, ...options }),
    update: (address: StageAddress, input: UpdateStage, options: CallOptions = {}) =>
      http.patch(pathOf(address), { schema: stageSchema, body: input, ...options }),
    delete: (address: StageAddress, options: CallOptions = {}) => http.delete(pathOf(address), { schema: noAnswer, ...options }),
    /** Keeps what waits for the stage in the queue until it is resumed. */
    pause: (address: StageAddress, input: Reason, options: CallOptions = {}) =>
      http.post(`${pathOf(address)}/pause`, { schema: stageSchema, body: input, ...options }),
    resume: (address: StageAddress, options: CallOptions = {}) => http.delete(`${pathOf(address)}/pause`, { schema: stageSchema, ...options }),
    /** Policy findings of the stage's current release. */
    findings: (address: StageAddress, options: CallOptions = {}) =>
      http.get(`${pathOf(address)}/findings`, { schema: stageFindingsSchema, ...options }),
    metrics: (address: StageAddress, range: MetricRange, options: CallOptions = {}) =>
      http.get(`${pathOf(address)}/metrics`, { schema: stageMetricsSchema, query: { range }, ...options }),
    /** How the stage's stack stands in CloudFormation, and the one safe thing to do about it. */
    stack: (address: StageAddress, options: CallOptions = {}) =>
      http.get(`${pathOf(address)}/stack`, { schema: stackDiagnosisSchema, ...options }),
    /** What a removal deletes and what it keeps. */
    removalPreview: (address: StageAddress, options: CallOptions = {}) =>
      http.get(`${pathOf(address)}/removal-preview`, { schema: removalPreviewSchema, ...options }),
    /** What a roll-back would put back; without `to`, the release before the current one. */
    rollbackPreview: (address: StageAddress, input: { to?: number | undefined } = {}, options: CallOptions = {}) =>
      http.get(`${pathOf(address)}/rollback-preview`, { schema: rollbackPreviewSchema, query: { to: input.to }, ...options }),
  };
}

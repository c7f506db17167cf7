import { queryOptions } from "@tanstack/react-query";
import type { DeploymentAddress } from "@windlass/client/address";
import { api } from "../api/client.js";

export const deploymentQuery = (address: DeploymentAddress) =>
  queryOptions({
    queryKey: ["deployments", address.service, address.stage, address.number],
    queryFn: ({ signal }) => api.deployments.get(address, { signal }),
  });

/** The change set of a deployment, resource by resource; null while there is none. */
export const deploymentPlanQuery = (address: DeploymentAddress, id: string) =>
  queryOptions({ queryKey: ["deployments", id, "plan"], queryFn: ({ signal }) => api.deployments.plan(address, { signal }) });

/** Who has approved the plan, who is missing, and whether the reader may decide. */
export const deploymentApprovalQuery = (address: DeploymentAddress, id: string) =>
  queryOptions({ queryKey: ["deployments", id, "approval"], queryFn: ({ signal }) => api.deployments.approval(address, { signal }) });

/** What the policy rules said of the deployment's release. */
export const deploymentFindingsQuery = (address: DeploymentAddress, id: string) =>
  queryOptions({
    queryKey: ["deployments", id, "findings"],
    queryFn: async ({ signal }) => (await api.deployments.findings(address, { signal })).items,
  });

/** Where the time went. `version` changes as the deployment gets on, so that it is read again then and not all the time. */
export const deploymentTimelineQuery = (address: DeploymentAddress, { id, version }: { id: string; version: string }) =>
  queryOptions({
    queryKey: ["deployments", id, "timeline", version],
    queryFn: ({ signal }) => api.deployments.timeline(address, { signal }),
  });

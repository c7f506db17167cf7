import { createAccountRoute } from "./routes/accounts/create-account.js";
import { deleteAccountRoute } from "./routes/accounts/delete-account.js";
import { listAccountsRoute } from "./routes/accounts/list-accounts.js";
import { readAccountRoute } from "./routes/accounts/read-account.js";
import { updateAccountRoute } from "./routes/accounts/update-account.js";
import { verifyAccountRoute } from "./routes/accounts/verify-account.js";
import { listAuditEventsRoute } from "./routes/audit-events/list-audit-events.js";
import { readMeRoute } from "./routes/auth/read-me.js";
import { signInRoute } from "./routes/auth/sign-in.js";
import { signOutRoute } from "./routes/auth/sign-out.js";
import { importComposeRoute } from "./routes/compose/import-compose.js";
import { planComposeRoute } from "./routes/compose/plan-compose.js";
import { readComposeRoute } from "./routes/compose/read-compose.js";
import { requestComposeReadRoute } from "./routes/compose/request-compose-read.js";
import { listDeliveriesRoute } from "./routes/deliveries/list-deliveries.js";
import { processDeliveryRoute } from "./routes/deliveries/process-delivery.js";
import { readDeliveryRoute } from "./routes/deliveries/read-delivery.js";
import { listGroupsRoute } from "./routes/deployment-groups/list-groups.js";
import { readGroupRoute } from "./routes/deployment-groups/read-group.js";
import { requestGroupRemovalRoute } from "./routes/deployment-groups/request-group-removal.js";
import { requestGroupRoute } from "./routes/deployment-groups/request-group.js";
import { decideApprovalRoute } from "./routes/deployments/decide-approval.js";
import { listDeploymentsRoute } from "./routes/deployments/list-deployments.js";
import { listEventsRoute } from "./routes/deployments/list-events.js";
import { listFindingsRoute } from "./routes/deployments/list-findings.js";
import { listStageDeploymentsRoute } from "./routes/deployments/list-stage-deployments.js";
import { readApprovalRoute } from "./routes/deployments/read-approval.js";
import { readDeploymentByIdRoute } from "./routes/deployments/read-deployment-by-id.js";
import { readDeploymentRoute } from "./routes/deployments/read-deployment.js";
import { readPlanRoute } from "./routes/deployments/read-plan.js";
import { abortCanaryRoute } from "./routes/deployments/abort-canary.js";
import { overrideFreezeRoute } from "./routes/deployments/override-freeze.js";
import { readTimelineRoute } from "./routes/deployments/read-timeline.js";
import { requestCancellationRoute } from "./routes/deployments/request-cancellation.js";
import { reportAgainRoute } from "./routes/deployments/report-again.js";
import { requestDeploymentRoute } from "./routes/deployments/request-deployment.js";
import { requestPreviewRoute } from "./routes/deployments/request-preview.js";
import { requestPromotionRoute } from "./routes/deployments/request-promotion.js";
import { requestRemovalRoute } from "./routes/deployments/request-removal.js";
import { requestRepairRoute } from "./routes/deployments/request-repair.js";
import { requestRollbackRoute } from "./routes/deployments/request-rollback.js";
import { acceptDriftRoute } from "./routes/drift/accept-drift.js";
import { listDriftChecksRoute } from "./routes/drift/list-drift-checks.js";
import { readDriftCheckRoute } from "./routes/drift/read-drift-check.js";
import { readStageDriftRoute } from "./routes/drift/read-stage-drift.js";
import { requestDriftCheckRoute } from "./routes/drift/request-drift-check.js";
import { requestReapplyRoute } from "./routes/drift/request-reapply.js";
import { revokeDriftRoute } from "./routes/drift/revoke-drift.js";
import { createFreezeWindowRoute } from "./routes/freeze-windows/create-freeze-window.js";
import { deleteFreezeWindowRoute } from "./routes/freeze-windows/delete-freeze-window.js";
import { listFreezeWindowsRoute } from "./routes/freeze-windows/list-freeze-windows.js";
import { deleteGithubAppRoute } from "./routes/github/delete-app.js";
import { finishGithubAppRoute } from "./routes/github/finish-app.js";
import { readGithubInstallationsRoute } from "./routes/github/read-installations.js";
import { searchGithubRepositoriesRoute } from "./routes/github/search-repositories.js";
import { sendManifestRoute } from "./routes/github/send-manifest.js";
import { startGithubAppRoute } from "./routes/github/start-app.js";
import { readHealthRoute } from "./routes/health/read-health.js";
import { readReadinessRoute } from "./routes/health/read-readiness.js";
import { readServerHealthRoute } from "./routes/health/read-server-health.js";
import { readHomeRoute } from "./routes/home/read-home.js";
import { readHousekeepingRoute } from "./routes/housekeeping/read-housekeeping.js";
import { requestHousekeepingRoute } from "./routes/housekeeping/request-housekeeping.js";
import { updateHousekeepingRoute } from "./routes/housekeeping/update-housekeeping.js";
import { approvePreviewRoute } from "./routes/previews/approve-preview.js";
import { readProfileRoute } from "./routes/me/read-profile.js";
import { updateProfileRoute } from "./routes/me/update-profile.js";
import { listPreviewsRoute } from "./routes/previews/list-previews.js";
import { pinPreviewRoute } from "./routes/previews/pin-preview.js";
import { readPreviewRoute } from "./routes/previews/read-preview.js";
import { removePreviewRoute } from "./routes/previews/remove-preview.js";
import { requestPreviewEnvironmentRoute } from "./routes/previews/request-preview-environment.js";
import { readQueueRoute } from "./routes/queue/read-queue.js";
import { listReleasesRoute } from "./routes/releases/list-releases.js";
import { pinReleaseRoute } from "./routes/releases/pin-release.js";
import { readReleaseConfigRoute } from "./routes/releases/read-release-config.js";
import { createRepositoryRoute } from "./routes/repositories/create-repository.js";
import { createDeployKeyRoute } from "./routes/repositories/create-deploy-key.js";
import { deleteDeployKeyRoute } from "./routes/repositories/delete-deploy-key.js";
import { deleteRepositoryRoute } from "./routes/repositories/delete-repository.js";
import { listRepositoriesRoute } from "./routes/repositories/list-repositories.js";
import { readRepositoryRoute } from "./routes/repositories/read-repository.js";
import { updateRepositoryRoute } from "./routes/repositories/update-repository.js";
import { createSampleRoute } from "./routes/sample/create-sample.js";
import { previewScheduleRoute } from "./routes/schedules/preview-schedule.js";
import { createServiceRoute } from "./routes/services/create-service.js";
import { deleteServiceRoute } from "./routes/services/delete-service.js";
import { listServicesRoute } from "./routes/services/list-services.js";
import { readServiceRoute } from "./routes/services/read-service.js";
import { updateServiceRoute } from "./routes/services/update-service.js";
import { readWebhookRoute } from "./routes/settings/read-webhook.js";
import { createAdministratorRoute } from "./routes/setup/create-administrator.js";
import { readSetupRoute } from "./routes/setup/read-setup.js";
import { createStageRoute } from "./routes/stages/create-stage.js";
import { deleteStageRoute } from "./routes/stages/delete-stage.js";
import { listStagesRoute } from "./routes/stages/list-stages.js";
import { previewRemovalRoute } from "./routes/stages/preview-removal.js";
import { pauseStageRoute } from "./routes/stages/pause-stage.js";
import { previewRollbackRoute } from "./routes/stages/preview-rollback.js";
import { readStageFindingsRoute } from "./routes/stages/read-findings.js";
import { readMetricsRoute } from "./routes/stages/read-metrics.js";
import { readStackRoute } from "./routes/stages/read-stack.js";
import { readStageRoute } from "./routes/stages/read-stage.js";
import { resumeStageRoute } from "./routes/stages/resume-stage.js";
import { updateStageRoute } from "./routes/stages/update-stage.js";
import { createTokenRoute } from "./routes/tokens/create-token.js";
import { listTokensRoute } from "./routes/tokens/list-tokens.js";
import { revokeTokenRoute } from "./routes/tokens/revoke-token.js";
import { createUploadRoute } from "./routes/uploads/create-upload.js";
import { receiveBitbucketRoute } from "./routes/webhooks/receive-bitbucket.js";
import { receiveGitlabRoute } from "./routes/webhooks/receive-gitlab.js";
import { receiveGithubRoute } from "./routes/webhooks/receive-github.js";

/** Every route of the API. */
export const routes = [
  createAccountRoute,
  deleteAccountRoute,
  listAccountsRoute,
  readAccountRoute,
  updateAccountRoute,
  verifyAccountRoute,
  listAuditEventsRoute,
  readMeRoute,
  readProfileRoute,
  updateProfileRoute,
  signInRoute,
  signOutRoute,
  importComposeRoute,
  planComposeRoute,
  readComposeRoute,
  requestComposeReadRoute,
  listDeliveriesRoute,
  processDeliveryRoute,
  previewScheduleRoute,
  readDeliveryRoute,
  listGroupsRoute,
  readGroupRoute,
  requestGroupRemovalRoute,
  requestGroupRoute,
  decideApprovalRoute,
  listDeploymentsRoute,
  listEventsRoute,
  listFindingsRoute,
  listStageDeploymentsRoute,
  readApprovalRoute,
  overrideFreezeRoute,
  readDeploymentByIdRoute,
  readDeploymentRoute,
  readPlanRoute,
  readTimelineRoute,
  requestCancellationRoute,
  abortCanaryRoute,
  reportAgainRoute,
  requestDeploymentRoute,
  requestPreviewRoute,
  requestPromotionRoute,
  requestRemovalRoute,
  requestRepairRoute,
  requestRollbackRoute,
  acceptDriftRoute,
  listDriftChecksRoute,
  readDriftCheckRoute,
  readStageDriftRoute,
  requestDriftCheckRoute,
  requestReapplyRoute,
  revokeDriftRoute,
  createFreezeWindowRoute,
  deleteFreezeWindowRoute,
  listFreezeWindowsRoute,
  deleteGithubAppRoute,
  finishGithubAppRoute,
  readGithubInstallationsRoute,
  searchGithubRepositoriesRoute,
  sendManifestRoute,
  startGithubAppRoute,
  readHealthRoute,
  readReadinessRoute,
  readServerHealthRoute,
  readHomeRoute,
  readHousekeepingRoute,
  requestHousekeepingRoute,
  updateHousekeepingRoute,
  readQueueRoute,
  listReleasesRoute,
  pinReleaseRoute,
  readReleaseConfigRoute,
  createRepositoryRoute,
  createDeployKeyRoute,
  deleteDeployKeyRoute,
  deleteRepositoryRoute,
  listRepositoriesRoute,
  readRepositoryRoute,
  updateRepositoryRoute,
  createSampleRoute,
  createServiceRoute,
  deleteServiceRoute,
  listServicesRoute,
  readServiceRoute,
  updateServiceRoute,
  readWebhookRoute,
  createAdministratorRoute,
  readSetupRoute,
  createStageRoute,
  deleteStageRoute,
  listStagesRoute,
  previewRemovalRoute,
  pauseStageRoute,
  approvePreviewRoute,
  listPreviewsRoute,
  pinPreviewRoute,
  readPreviewRoute,
  removePreviewRoute,
  requestPreviewEnvironmentRoute,
  previewRollbackRoute,
  readStackRoute,
  readStageFindingsRoute,
  readMetricsRoute,
  readStageRoute,
  resumeStageRoute,
  updateStageRoute,
  createTokenRoute,
  listTokensRoute,
  revokeTokenRoute,
  createUploadRoute,
  receiveGithubRoute,
  receiveGitlabRoute,
  receiveBitbucketRoute,
] as const;

-- AlterTable
ALTER TABLE "stages" ADD COLUMN     "accepted_drift" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "pause_reason" TEXT,
ADD COLUMN     "paused_at" TIMESTAMPTZ(3),
ADD COLUMN     "paused_by" TEXT,
ADD COLUMN     "settings" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "stage_parameters" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "releases" ADD COLUMN     "collected_at" TIMESTAMPTZ(3),
ADD COLUMN     "parameter_versions" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "pinned_at" TIMESTAMPTZ(3),
ADD COLUMN     "pinned_by" TEXT;

-- AlterTable
ALTER TABLE "deployments" ADD COLUMN     "freeze_overridden_by" TEXT,
ADD COLUMN     "options" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "plan_hash" TEXT,
ADD COLUMN     "results" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "wait_since" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "approvals" (
    "id" UUID NOT NULL,
    "deployment_id" UUID NOT NULL,
    "plan_hash" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_label" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "comment" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approvals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "freeze_windows" (
    "id" UUID NOT NULL,
    "stage_id" UUID,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "schedule" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "freeze_windows_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "drift_checks" (
    "id" UUID NOT NULL,
    "stage_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "trigger" TEXT NOT NULL,
    "actor_label" TEXT NOT NULL,
    "result" JSONB,
    "error" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "drift_checks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "secret_digests" (
    "stage_id" UUID NOT NULL,
    "digest" BYTEA NOT NULL,
    "length" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "secret_digests_pkey" PRIMARY KEY ("stage_id","digest")
);

-- CreateTable
CREATE TABLE "server_settings" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "server_settings_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "approvals_deployment_id_plan_hash_user_id_key" ON "approvals"("deployment_id", "plan_hash", "user_id");

-- CreateIndex
CREATE INDEX "freeze_windows_stage_id_idx" ON "freeze_windows"("stage_id");

-- CreateIndex
CREATE INDEX "drift_checks_stage_id_id_idx" ON "drift_checks"("stage_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "drift_checks_one_open_per_stage" ON "drift_checks"("stage_id") WHERE (finished_at IS NULL);

-- AddForeignKey
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_deployment_id_fkey" FOREIGN KEY ("deployment_id") REFERENCES "deployments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "freeze_windows" ADD CONSTRAINT "freeze_windows_stage_id_fkey" FOREIGN KEY ("stage_id") REFERENCES "stages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drift_checks" ADD CONSTRAINT "drift_checks_stage_id_fkey" FOREIGN KEY ("stage_id") REFERENCES "stages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secret_digests" ADD CONSTRAINT "secret_digests_stage_id_fkey" FOREIGN KEY ("stage_id") REFERENCES "stages"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What lists and pages show of the new columns and tables is told like the rest.
DROP TRIGGER deployments_changed ON "deployments";
CREATE TRIGGER deployments_changed AFTER UPDATE OF "state", "plan", "plan_hash", "results", "cancel_requested_at", "wait_reason", "freeze_overridden_by", "release_id", "commit_sha" ON "deployments"
  FOR EACH ROW WHEN (
    OLD.state IS DISTINCT FROM NEW.state OR OLD.plan IS DISTINCT FROM NEW.plan OR OLD.plan_hash IS DISTINCT FROM NEW.plan_hash
    OR OLD.results IS DISTINCT FROM NEW.results OR OLD.freeze_overridden_by IS DISTINCT FROM NEW.freeze_overridden_by
    OR OLD.cancel_requested_at IS DISTINCT FROM NEW.cancel_requested_at OR OLD.wait_reason IS DISTINCT FROM NEW.wait_reason
    OR OLD.release_id IS DISTINCT FROM NEW.release_id OR OLD.commit_sha IS DISTINCT FROM NEW.commit_sha
  ) EXECUTE FUNCTION windlass_deployment_changed();

CREATE FUNCTION windlass_approval_given() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE deployment deployments;
BEGIN
  SELECT * INTO deployment FROM deployments WHERE id = NEW.deployment_id;
  PERFORM windlass_notify_change('deployment', deployment.id, deployment.stage_id, (SELECT s.service_id FROM stages s WHERE s.id = deployment.stage_id));
  RETURN NULL;
END $$;

CREATE TRIGGER approvals_given AFTER INSERT ON "approvals"
  FOR EACH ROW EXECUTE FUNCTION windlass_approval_given();

CREATE FUNCTION windlass_drift_check_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM windlass_notify_change('drift_check', NEW.id, NEW.stage_id, (SELECT s.service_id FROM stages s WHERE s.id = NEW.stage_id));
  RETURN NULL;
END $$;

CREATE TRIGGER drift_checks_changed AFTER INSERT OR UPDATE ON "drift_checks"
  FOR EACH ROW EXECUTE FUNCTION windlass_drift_check_changed();

CREATE FUNCTION windlass_freeze_window_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed freeze_windows;
BEGIN
  changed := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  PERFORM windlass_notify_change('freeze_window', changed.id, changed.stage_id, (SELECT s.service_id FROM stages s WHERE s.id = changed.stage_id));
  RETURN NULL;
END $$;

CREATE TRIGGER freeze_windows_changed AFTER INSERT OR UPDATE OR DELETE ON "freeze_windows"
  FOR EACH ROW EXECUTE FUNCTION windlass_freeze_window_changed();

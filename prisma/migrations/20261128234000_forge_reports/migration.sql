ALTER TABLE "repositories" ADD COLUMN "report_settings" JSONB NOT NULL DEFAULT '{}';

CREATE TABLE "forge_reports" (
  "id" UUID NOT NULL,
  "deployment_id" UUID,
  "pull_request_id" UUID,
  "version" INTEGER NOT NULL DEFAULT 1,
  "reported_version" INTEGER NOT NULL DEFAULT 0,
  "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "reported_at" TIMESTAMPTZ(3),
  "not_before" TIMESTAMPTZ(3),
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "epoch" INTEGER NOT NULL DEFAULT 0,
  "held_until" TIMESTAMPTZ(3),
  "sent" JSONB NOT NULL DEFAULT '{}',
  "error" JSONB,
  CONSTRAINT "forge_reports_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "forge_reports_deployment_id_key" ON "forge_reports"("deployment_id");
CREATE UNIQUE INDEX "forge_reports_pull_request_id_key" ON "forge_reports"("pull_request_id");
CREATE INDEX "forge_reports_due" ON "forge_reports"("not_before") WHERE (reported_version < version);
ALTER TABLE "forge_reports" ADD CONSTRAINT "forge_reports_deployment_id_fkey"
  FOREIGN KEY ("deployment_id") REFERENCES "deployments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "forge_reports" ADD CONSTRAINT "forge_reports_pull_request_id_fkey"
  FOREIGN KEY ("pull_request_id") REFERENCES "pull_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a forge shows follows what changes here: the row says that there is something to tell, and the message has it told soon.
-- Whether anything is told, and what, is decided when that is done; here only what is free to know: that no forge is connected.
CREATE FUNCTION windlass_want_report(deployment uuid, pull uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF deployment IS NOT NULL THEN
    INSERT INTO forge_reports (id, deployment_id) VALUES (gen_random_uuid(), deployment)
    ON CONFLICT (deployment_id) DO UPDATE SET version = forge_reports.version + 1, changed_at = now();
    INSERT INTO outbox (queue, key, payload)
    VALUES ('reports', 'report:' || deployment, jsonb_build_object('deploymentId', deployment));
  END IF;
  IF pull IS NOT NULL THEN
    INSERT INTO forge_reports (id, pull_request_id) VALUES (gen_random_uuid(), pull)
    ON CONFLICT (pull_request_id) DO UPDATE SET version = forge_reports.version + 1, changed_at = now();
    INSERT INTO outbox (queue, key, payload)
    VALUES ('reports', 'report:' || pull, jsonb_build_object('pullRequestId', pull));
  END IF;
END $$;

-- A repository has a forge that listens: an App is connected, or it has a token of its own and a name there.
CREATE FUNCTION windlass_has_forge(repository uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM repositories r WHERE r.id = repository AND r.provider <> 'folder'
      AND (EXISTS (SELECT FROM github_apps) OR r.sealed_access_token IS NOT NULL AND r.full_name IS NOT NULL)
  )
$$;

CREATE FUNCTION windlass_report_deployment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE place record;
BEGIN
  SELECT s.pull_request_id, v.repository_id INTO place FROM stages s JOIN services v ON v.id = s.service_id WHERE s.id = NEW.stage_id;
  IF windlass_has_forge(place.repository_id) THEN
    PERFORM windlass_want_report(NEW.id, place.pull_request_id);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER deployments_reported_new AFTER INSERT ON "deployments"
  FOR EACH ROW EXECUTE FUNCTION windlass_report_deployment();
CREATE TRIGGER deployments_reported AFTER UPDATE OF "state", "commit_sha", "wait_reason", "endpoints" ON "deployments"
  FOR EACH ROW WHEN (
    OLD.state IS DISTINCT FROM NEW.state OR OLD.commit_sha IS DISTINCT FROM NEW.commit_sha
    OR OLD.wait_reason IS DISTINCT FROM NEW.wait_reason OR OLD.endpoints IS DISTINCT FROM NEW.endpoints
  ) EXECUTE FUNCTION windlass_report_deployment();

CREATE FUNCTION windlass_report_preview() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF windlass_has_forge((SELECT p.repository_id FROM pull_requests p WHERE p.id = NEW.pull_request_id)) THEN
    PERFORM windlass_want_report(NULL, NEW.pull_request_id);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER previews_reported_new AFTER INSERT ON "previews"
  FOR EACH ROW EXECUTE FUNCTION windlass_report_preview();
CREATE TRIGGER previews_reported AFTER UPDATE OF "state", "reason", "message", "sha", "stage_id", "leftovers", "pinned_at" ON "previews"
  FOR EACH ROW WHEN (
    OLD.state IS DISTINCT FROM NEW.state OR OLD.reason IS DISTINCT FROM NEW.reason OR OLD.message IS DISTINCT FROM NEW.message
    OR OLD.sha IS DISTINCT FROM NEW.sha OR OLD.stage_id IS DISTINCT FROM NEW.stage_id
    OR OLD.leftovers IS DISTINCT FROM NEW.leftovers OR OLD.pinned_at IS DISTINCT FROM NEW.pinned_at
  ) EXECUTE FUNCTION windlass_report_preview();

-- A deployment's page says what the forge was told.
CREATE FUNCTION windlass_report_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM windlass_notify_change('deployment', d.id, d.stage_id, s.service_id)
  FROM deployments d JOIN stages s ON s.id = d.stage_id WHERE d.id = NEW.deployment_id;
  RETURN NULL;
END $$;

CREATE TRIGGER forge_reports_changed AFTER UPDATE OF "reported_version", "error" ON "forge_reports"
  FOR EACH ROW WHEN (
    NEW.deployment_id IS NOT NULL
    AND (OLD.reported_version IS DISTINCT FROM NEW.reported_version OR OLD.error IS DISTINCT FROM NEW.error)
  ) EXECUTE FUNCTION windlass_report_changed();

-- CreateIndex
CREATE INDEX "deployments_queued_of_stage" ON "deployments"("stage_id", "number") WHERE (state = 'queued');

-- CreateIndex
CREATE INDEX "deployments_first_of_stage" ON "deployments"("stage_id") WHERE ((state = 'queued') AND (freeze_overridden_by IS NOT NULL));

-- A transaction that notifies holds a lock of the whole server until its commit is flushed, so that such commits go one by
-- one. The statement that stores a deployment says so and leaves the word to its caller, after the commit.
DROP TRIGGER outbox_notify ON "outbox";
CREATE TRIGGER outbox_notify AFTER INSERT ON "outbox"
  FOR EACH STATEMENT WHEN (current_setting('windlass.announced', true) IS DISTINCT FROM 'later')
  EXECUTE FUNCTION windlass_notify_outbox();

DROP TRIGGER deployments_inserted ON "deployments";
CREATE TRIGGER deployments_inserted AFTER INSERT ON "deployments"
  FOR EACH ROW WHEN (current_setting('windlass.announced', true) IS DISTINCT FROM 'later')
  EXECUTE FUNCTION windlass_deployment_changed();

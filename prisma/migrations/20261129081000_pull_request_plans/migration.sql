-- AlterTable
ALTER TABLE "previews" ADD COLUMN "plan_id" UUID;

-- CreateIndex
CREATE INDEX "previews_plan_id_idx" ON "previews"("plan_id");

-- AddForeignKey
ALTER TABLE "previews" ADD CONSTRAINT "previews_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "deployments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What becomes of a pull request's plan is told at the pull request, although its stage is not the pull request's.
CREATE OR REPLACE FUNCTION windlass_report_deployment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE place record;
DECLARE pull uuid;
BEGIN
  SELECT s.pull_request_id, v.repository_id INTO place FROM stages s JOIN services v ON v.id = s.service_id WHERE s.id = NEW.stage_id;
  IF windlass_has_forge(place.repository_id) THEN
    pull := place.pull_request_id;
    IF pull IS NULL AND NEW.kind = 'preview' THEN
      SELECT p.pull_request_id INTO pull FROM previews p WHERE p.plan_id = NEW.id;
    END IF;
    PERFORM windlass_want_report(NEW.id, pull);
  END IF;
  RETURN NULL;
END $$;

DROP TRIGGER previews_reported ON "previews";
CREATE TRIGGER previews_reported AFTER UPDATE OF "state", "reason", "message", "sha", "stage_id", "plan_id", "leftovers", "pinned_at" ON "previews"
  FOR EACH ROW WHEN (
    OLD.state IS DISTINCT FROM NEW.state OR OLD.reason IS DISTINCT FROM NEW.reason OR OLD.message IS DISTINCT FROM NEW.message
    OR OLD.sha IS DISTINCT FROM NEW.sha OR OLD.stage_id IS DISTINCT FROM NEW.stage_id OR OLD.plan_id IS DISTINCT FROM NEW.plan_id
    OR OLD.leftovers IS DISTINCT FROM NEW.leftovers OR OLD.pinned_at IS DISTINCT FROM NEW.pinned_at
  ) EXECUTE FUNCTION windlass_report_preview();

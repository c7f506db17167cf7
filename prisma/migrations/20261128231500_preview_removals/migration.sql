ALTER TABLE "previews" ADD COLUMN "removal_id" UUID;

CREATE FUNCTION windlass_preview_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed previews;
BEGIN
  changed := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  PERFORM windlass_notify_change('preview', changed.id, changed.stage_id, changed.service_id);
  RETURN NULL;
END $$;

CREATE TRIGGER previews_changed AFTER INSERT OR UPDATE OR DELETE ON "previews"
  FOR EACH ROW EXECUTE FUNCTION windlass_preview_changed();

-- What an event says is read as it was written, by every viewer: it is kept as text, which costs neither of them a conversion.
ALTER TABLE "events" ALTER COLUMN "payload" SET DATA TYPE JSON USING "payload"::json;

-- A foreign key is looked up for every line of a log. Each statement that writes events takes their numbers by an update of
-- their deployment's row, which proves that it is there and keeps it; with the row its events are deleted.
ALTER TABLE "events" DROP CONSTRAINT "events_deployment_id_fkey";

CREATE FUNCTION windlass_delete_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM events USING deleted WHERE events.deployment_id = deleted.id;
  RETURN NULL;
END $$;

CREATE TRIGGER deployments_deleted AFTER DELETE ON "deployments"
  REFERENCING OLD TABLE AS deleted FOR EACH STATEMENT EXECUTE FUNCTION windlass_delete_events();

-- AlterTable
ALTER TABLE "deployments" ADD COLUMN     "cancel_note" TEXT,
ADD COLUMN     "superseded_by" INTEGER;


-- A trigger of its own: the one for the rest of the row is left to those who add to it.
CREATE TRIGGER deployments_cancel_noted AFTER UPDATE OF "cancel_note" ON "deployments"
  FOR EACH ROW WHEN (OLD.cancel_note IS DISTINCT FROM NEW.cancel_note) EXECUTE FUNCTION windlass_deployment_changed();

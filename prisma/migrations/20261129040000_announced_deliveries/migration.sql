-- The statement that accepts a delivery leaves the word to its caller, after the commit, as that of a deployment does.
DROP TRIGGER deliveries_changed ON "deliveries";
CREATE TRIGGER deliveries_inserted AFTER INSERT ON "deliveries"
  FOR EACH ROW WHEN (current_setting('windlass.announced', true) IS DISTINCT FROM 'later')
  EXECUTE FUNCTION windlass_entity_changed('delivery');
CREATE TRIGGER deliveries_changed AFTER UPDATE OR DELETE ON "deliveries"
  FOR EACH ROW EXECUTE FUNCTION windlass_entity_changed('delivery');

-- That its refs were looked at, every two minutes, is nothing that a list shows.
DROP TRIGGER repositories_changed ON "repositories";
CREATE TRIGGER repositories_inserted_or_deleted AFTER INSERT OR DELETE ON "repositories"
  FOR EACH ROW EXECUTE FUNCTION windlass_entity_changed('repository');
CREATE TRIGGER repositories_changed AFTER UPDATE ON "repositories"
  FOR EACH ROW WHEN (OLD.heads_looked_at IS NOT DISTINCT FROM NEW.heads_looked_at AND OLD.watched_refs IS NOT DISTINCT FROM NEW.watched_refs)
  EXECUTE FUNCTION windlass_entity_changed('repository');

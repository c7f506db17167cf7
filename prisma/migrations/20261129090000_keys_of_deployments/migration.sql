-- Most deployments have neither key: they stay out of the indexes, which are then never taken for the way to a stage's deployments either.
DROP INDEX "deployments_stage_id_idempotency_key_key";
CREATE UNIQUE INDEX "deployments_stage_id_idempotency_key_key" ON "deployments"("stage_id", "idempotency_key") WHERE (idempotency_key IS NOT NULL);

DROP INDEX "deployments_delivery_id_stage_id_delivery_run_key";
CREATE UNIQUE INDEX "deployments_delivery_id_stage_id_delivery_run_key" ON "deployments"("delivery_id", "stage_id", "delivery_run") WHERE (delivery_id IS NOT NULL);

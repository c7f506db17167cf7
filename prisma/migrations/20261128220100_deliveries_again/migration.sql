ALTER TABLE "deliveries" ADD COLUMN     "again" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "headers" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "run" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "deployments" ADD COLUMN     "delivery_run" INTEGER NOT NULL DEFAULT 0;

DROP INDEX "deployments_delivery_id_stage_id_key";
CREATE UNIQUE INDEX "deployments_delivery_id_stage_id_delivery_run_key" ON "deployments"("delivery_id", "stage_id", "delivery_run");

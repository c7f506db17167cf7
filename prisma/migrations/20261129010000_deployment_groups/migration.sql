-- AlterTable
ALTER TABLE "deployments" ADD COLUMN "group_id" UUID,
ADD COLUMN "wave" INTEGER;

-- CreateTable
CREATE TABLE "deployment_groups" (
    "id" UUID NOT NULL,
    "trigger" TEXT NOT NULL,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_label" TEXT NOT NULL,
    "ref" TEXT,
    "delivery_id" UUID,
    "delivery_run" INTEGER NOT NULL DEFAULT 0,
    "idempotency_key" TEXT,
    "left_out" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deployment_groups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployment_needs" (
    "deployment_id" UUID NOT NULL,
    "needs_id" UUID NOT NULL,

    CONSTRAINT "deployment_needs_pkey" PRIMARY KEY ("deployment_id","needs_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "deployment_groups_idempotency_key_key" ON "deployment_groups"("idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "deployment_groups_delivery_id_delivery_run_key" ON "deployment_groups"("delivery_id", "delivery_run");

-- CreateIndex
CREATE INDEX "deployment_needs_needs_id_idx" ON "deployment_needs"("needs_id");

-- CreateIndex
CREATE INDEX "deployments_of_group" ON "deployments"("group_id") WHERE (group_id IS NOT NULL);

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "deployment_groups"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment_needs" ADD CONSTRAINT "deployment_needs_deployment_id_fkey" FOREIGN KEY ("deployment_id") REFERENCES "deployments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment_needs" ADD CONSTRAINT "deployment_needs_needs_id_fkey" FOREIGN KEY ("needs_id") REFERENCES "deployments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "deployments" ADD COLUMN     "open_change_set" TEXT;

-- CreateIndex
CREATE INDEX "deployments_open_change_set" ON "deployments"("finished_at") WHERE (open_change_set IS NOT NULL);

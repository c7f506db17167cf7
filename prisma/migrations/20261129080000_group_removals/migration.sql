-- AlterTable
ALTER TABLE "deployment_groups" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'deploy';

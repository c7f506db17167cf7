-- AlterTable
ALTER TABLE "releases" ADD COLUMN "inputs" JSONB NOT NULL DEFAULT '[]';

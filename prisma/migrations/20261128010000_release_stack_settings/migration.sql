-- AlterTable
ALTER TABLE "releases" ADD COLUMN     "stack_settings" JSONB NOT NULL DEFAULT '{}';

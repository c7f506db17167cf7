-- AlterTable
ALTER TABLE "releases" ADD COLUMN     "resolved_config" JSON;

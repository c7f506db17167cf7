-- AlterTable
ALTER TABLE "deployments" ADD COLUMN     "resume_at" TIMESTAMPTZ(3);

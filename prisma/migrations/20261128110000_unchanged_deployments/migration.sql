-- AlterTable
ALTER TABLE "releases" ADD COLUMN     "inputs_digest" TEXT;

-- AlterTable
ALTER TABLE "deployments" ADD COLUMN     "stack_version" TEXT;

ALTER TABLE "repositories" ADD COLUMN     "deploy_key" TEXT,
ADD COLUMN     "sealed_deploy_key" BYTEA,
ADD COLUMN     "ssh_host_key" TEXT;

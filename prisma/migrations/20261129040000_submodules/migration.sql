ALTER TABLE "services" ADD COLUMN     "submodules" BOOLEAN NOT NULL DEFAULT false;

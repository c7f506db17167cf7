-- AlterTable
ALTER TABLE "repositories" ADD COLUMN "offer_pulls" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "releases" ADD COLUMN     "shown_template" TEXT;

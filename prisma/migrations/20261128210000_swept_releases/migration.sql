-- Housekeeping marks a release first and deletes its objects then: until this is set there is something left to delete.
ALTER TABLE "releases" ADD COLUMN "swept_at" TIMESTAMPTZ(3);

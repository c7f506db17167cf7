ALTER TABLE "stages" ADD COLUMN     "schedule_next_at" TIMESTAMPTZ(3);
CREATE INDEX "stages_schedule_next_at_idx" ON "stages"("schedule_next_at");

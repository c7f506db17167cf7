ALTER TABLE "deliveries" ADD COLUMN     "after_sha" TEXT,
ADD COLUMN     "before_sha" TEXT,
ADD COLUMN     "decisions" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "pushed_at" TIMESTAMPTZ(3),
ADD COLUMN     "restarts" BOOLEAN;

DROP INDEX "deliveries_repository_id_idx";
CREATE INDEX "deliveries_repository_id_ref_idx" ON "deliveries"("repository_id", "ref");

-- Pushes that were stored before still count when one that is older arrives late.
UPDATE "deliveries" SET
  "before_sha" = "payload" ->> 'before',
  "after_sha" = CASE WHEN "payload" -> 'deleted' = 'true' THEN repeat('0', 40) ELSE "payload" ->> 'after' END,
  "restarts" = "payload" -> 'created' = 'true' OR "payload" -> 'forced' = 'true',
  "pushed_at" = CASE WHEN jsonb_typeof("payload" -> 'repository' -> 'pushed_at') = 'number'
                     THEN to_timestamp(("payload" -> 'repository' ->> 'pushed_at')::numeric) END
WHERE "event" = 'push';

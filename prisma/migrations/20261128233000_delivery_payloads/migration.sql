ALTER TABLE "deliveries" ADD COLUMN "payload_deleted_at" TIMESTAMPTZ(3);

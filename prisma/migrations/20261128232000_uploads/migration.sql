CREATE TABLE "uploads" (
    "id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "commit_sha" TEXT NOT NULL,
    "commit_message" TEXT NOT NULL,
    "commit_author" TEXT NOT NULL,
    "committed_at" TIMESTAMPTZ(3),
    "branch" TEXT,
    "changed_files" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "uploads_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "uploads_service_id_idx" ON "uploads"("service_id");

ALTER TABLE "uploads" ADD CONSTRAINT "uploads_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "services"("id") ON DELETE CASCADE ON UPDATE CASCADE;

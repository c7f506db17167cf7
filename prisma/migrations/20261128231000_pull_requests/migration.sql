ALTER TABLE "repositories" ADD COLUMN "pulls_looked_at" TIMESTAMPTZ(3);

ALTER TABLE "services" ADD COLUMN "previews" JSONB NOT NULL DEFAULT '{}';

CREATE TABLE "pull_requests" (
  "id" UUID NOT NULL,
  "repository_id" UUID NOT NULL,
  "number" INTEGER NOT NULL,
  "title" TEXT NOT NULL,
  "url" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "is_draft" BOOLEAN NOT NULL DEFAULT false,
  "labels" JSONB NOT NULL DEFAULT '[]',
  "author_id" TEXT,
  "author_login" TEXT,
  "is_fork" BOOLEAN NOT NULL,
  "head_sha" TEXT NOT NULL,
  "head_ref" TEXT NOT NULL,
  "head_repository" TEXT,
  "base_ref" TEXT NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "closed_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "pull_requests_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "pull_requests_repository_id_number_key" ON "pull_requests"("repository_id", "number");
ALTER TABLE "pull_requests" ADD CONSTRAINT "pull_requests_repository_id_fkey"
  FOREIGN KEY ("repository_id") REFERENCES "repositories"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "stages" ADD COLUMN "pull_request_id" UUID, ADD COLUMN "untrusted" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "archived_at" TIMESTAMPTZ(3);
CREATE INDEX "stages_pull_request_id_idx" ON "stages"("pull_request_id");
ALTER TABLE "stages" ADD CONSTRAINT "stages_pull_request_id_fkey"
  FOREIGN KEY ("pull_request_id") REFERENCES "pull_requests"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "previews" (
  "id" UUID NOT NULL,
  "service_id" UUID NOT NULL,
  "pull_request_id" UUID NOT NULL,
  "stage_id" UUID,
  "state" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "message" TEXT NOT NULL DEFAULT '',
  "asked" BOOLEAN NOT NULL DEFAULT false,
  "sha" TEXT NOT NULL,
  "build_files" JSONB NOT NULL DEFAULT '[]',
  "approved_sha" TEXT,
  "approved_by" TEXT,
  "approved_at" TIMESTAMPTZ(3),
  "pinned_at" TIMESTAMPTZ(3),
  "pinned_by" TEXT,
  "last_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "next_attempt_at" TIMESTAMPTZ(3),
  "leftovers" JSONB NOT NULL DEFAULT '[]',
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "removed_at" TIMESTAMPTZ(3),
  CONSTRAINT "previews_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "previews_stage_id_key" ON "previews"("stage_id");
CREATE UNIQUE INDEX "previews_service_id_pull_request_id_key" ON "previews"("service_id", "pull_request_id");
CREATE INDEX "previews_pull_request_id_idx" ON "previews"("pull_request_id");
CREATE INDEX "previews_state_idx" ON "previews"("state");
ALTER TABLE "previews" ADD CONSTRAINT "previews_service_id_fkey"
  FOREIGN KEY ("service_id") REFERENCES "services"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "previews" ADD CONSTRAINT "previews_pull_request_id_fkey"
  FOREIGN KEY ("pull_request_id") REFERENCES "pull_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "previews" ADD CONSTRAINT "previews_stage_id_fkey"
  FOREIGN KEY ("stage_id") REFERENCES "stages"("id") ON DELETE SET NULL ON UPDATE CASCADE;

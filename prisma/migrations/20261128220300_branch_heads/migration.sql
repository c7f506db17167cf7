ALTER TABLE "repositories" ADD COLUMN     "heads_looked_at" TIMESTAMPTZ(3),
ADD COLUMN     "watched_refs" JSONB NOT NULL DEFAULT '[]';

CREATE TABLE "branch_heads" (
    "repository_id" UUID NOT NULL,
    "ref" TEXT NOT NULL,
    "sha" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "moved_to" TEXT,
    "moved_at" TIMESTAMPTZ(3),

    CONSTRAINT "branch_heads_pkey" PRIMARY KEY ("repository_id","ref")
);

ALTER TABLE "branch_heads" ADD CONSTRAINT "branch_heads_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repositories"("id") ON DELETE CASCADE ON UPDATE CASCADE;

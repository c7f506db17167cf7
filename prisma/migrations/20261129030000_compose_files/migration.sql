-- CreateTable
CREATE TABLE "compose_files" (
    "repository_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "file" TEXT,
    "content" TEXT,
    "commit_sha" TEXT,
    "problem" TEXT,

    CONSTRAINT "compose_files_pkey" PRIMARY KEY ("repository_id")
);

-- AddForeignKey
ALTER TABLE "compose_files" ADD CONSTRAINT "compose_files_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repositories"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "users" ADD COLUMN "github_login" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "users_github_login_key" ON "users"("github_login");

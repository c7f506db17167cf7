-- CreateTable
CREATE TABLE "github_apps" (
    "id" UUID NOT NULL,
    "base_url" TEXT NOT NULL,
    "app_id" BIGINT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "sealed_private_key" BYTEA NOT NULL,
    "sealed_webhook_secret" BYTEA,
    "sealed_client_secret" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "github_apps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "github_installations" (
    "id" UUID NOT NULL,
    "github_app_id" UUID NOT NULL,
    "installation_id" BIGINT NOT NULL,
    "account" TEXT NOT NULL,
    "account_type" TEXT NOT NULL,
    "selection" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "suspended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "github_installations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "github_connections" (
    "id" UUID NOT NULL,
    "state_hash" BYTEA NOT NULL,
    "access_id" TEXT NOT NULL,
    "base_url" TEXT NOT NULL,
    "organization" TEXT,
    "name" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "github_connections_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "github_apps_base_url_app_id_key" ON "github_apps"("base_url", "app_id");

-- CreateIndex
CREATE INDEX "github_apps_app_id_idx" ON "github_apps"("app_id");

-- CreateIndex
CREATE UNIQUE INDEX "github_installations_github_app_id_installation_id_key" ON "github_installations"("github_app_id", "installation_id");

-- CreateIndex
CREATE UNIQUE INDEX "github_connections_state_hash_key" ON "github_connections"("state_hash");

-- AddForeignKey
ALTER TABLE "github_installations" ADD CONSTRAINT "github_installations_github_app_id_fkey" FOREIGN KEY ("github_app_id") REFERENCES "github_apps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

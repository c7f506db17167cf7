-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'viewer',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identities" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verifications" (
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "aws_accounts" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "aws_account_id" TEXT,
    "default_region" TEXT NOT NULL,
    "role_arn" TEXT,
    "external_id" TEXT,
    "access_key_id" TEXT,
    "sealed_secret_key" BYTEA,
    "endpoint_url" TEXT,
    "verified_at" TIMESTAMPTZ(3),
    "verification_error" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "aws_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "repositories" (
    "id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "normalized_url" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "full_name" TEXT,
    "default_branch" TEXT NOT NULL,
    "sealed_access_token" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "repositories_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "services" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "repository_id" UUID NOT NULL,
    "root_directory" TEXT NOT NULL DEFAULT '',
    "config_file" TEXT,
    "build_command" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "services_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stages" (
    "id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "branch" TEXT,
    "auto_deploy" BOOLEAN NOT NULL DEFAULT false,
    "policy_levels" JSONB NOT NULL DEFAULT '{}',
    "stack_name" TEXT,
    "status" TEXT NOT NULL DEFAULT 'never_deployed',
    "current_release_id" UUID,
    "current_deployment_id" UUID,
    "outputs" JSONB NOT NULL DEFAULT '[]',
    "endpoints" JSONB NOT NULL DEFAULT '[]',
    "next_deployment_number" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stage_parameters" (
    "stage_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "secret" BOOLEAN NOT NULL,
    "sealed_value" BYTEA NOT NULL,

    CONSTRAINT "stage_parameters_pkey" PRIMARY KEY ("stage_id","name")
);

-- CreateTable
CREATE TABLE "releases" (
    "id" UUID NOT NULL,
    "stage_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "commit_sha" TEXT NOT NULL,
    "commit_message" TEXT NOT NULL,
    "commit_author" TEXT NOT NULL,
    "committed_at" TIMESTAMPTZ(3),
    "stack_name" TEXT NOT NULL,
    "stack_tags" JSONB NOT NULL DEFAULT '{}',
    "parameters" JSONB NOT NULL DEFAULT '{}',
    "capabilities" JSONB NOT NULL DEFAULT '[]',
    "template" TEXT NOT NULL,
    "template_hash" TEXT NOT NULL,
    "artifacts" JSONB NOT NULL,
    "functions" JSONB NOT NULL,
    "source_map" JSONB NOT NULL DEFAULT '{}',
    "checked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "releases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "findings" (
    "id" UUID NOT NULL,
    "release_id" UUID NOT NULL,
    "pack" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "logical_id" TEXT,
    "resource_type" TEXT,
    "template_path" TEXT,
    "place" JSONB,
    "message" TEXT NOT NULL,
    "hint" TEXT NOT NULL,

    CONSTRAINT "findings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployments" (
    "id" UUID NOT NULL,
    "stage_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "trigger" TEXT NOT NULL,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_label" TEXT NOT NULL,
    "ref" TEXT,
    "commit_sha" TEXT,
    "commit_message" TEXT,
    "commit_author" TEXT,
    "committed_at" TIMESTAMPTZ(3),
    "release_id" UUID,
    "delivery_id" UUID,
    "idempotency_key" TEXT,
    "plan" JSONB,
    "outputs" JSONB NOT NULL DEFAULT '[]',
    "endpoints" JSONB NOT NULL DEFAULT '[]',
    "error" JSONB,
    "wait_reason" TEXT,
    "cancel_requested_at" TIMESTAMPTZ(3),
    "cancel_requested_by" TEXT,
    "last_seq" INTEGER NOT NULL DEFAULT 0,
    "lease_epoch" INTEGER NOT NULL DEFAULT 0,
    "lease_owner" TEXT,
    "lease_expires_at" TIMESTAMPTZ(3),
    "takeovers" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "deployments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "steps" (
    "deployment_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "output" JSONB,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "steps_pkey" PRIMARY KEY ("deployment_id","name")
);

-- CreateTable
CREATE TABLE "events" (
    "deployment_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,

    CONSTRAINT "events_pkey" PRIMARY KEY ("deployment_id","seq")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "repository_id" UUID,
    "repository" TEXT,
    "ref" TEXT,
    "payload" JSONB NOT NULL,
    "reason" TEXT NOT NULL DEFAULT 'pending',
    "message" TEXT NOT NULL DEFAULT '',
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_label" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "entity_type" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "entity_name" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "queue" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_key" ON "sessions"("token");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "identities_user_id_idx" ON "identities"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "identities_provider_id_account_id_key" ON "identities"("provider_id", "account_id");

-- CreateIndex
CREATE INDEX "verifications_identifier_idx" ON "verifications"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_hash_key" ON "api_tokens"("hash");

-- CreateIndex
CREATE INDEX "api_tokens_user_id_id_idx" ON "api_tokens"("user_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "aws_accounts_name_key" ON "aws_accounts"("name");

-- CreateIndex
CREATE UNIQUE INDEX "repositories_normalized_url_key" ON "repositories"("normalized_url");

-- CreateIndex
CREATE INDEX "repositories_full_name_idx" ON "repositories"("full_name");

-- CreateIndex
CREATE UNIQUE INDEX "services_name_key" ON "services"("name");

-- CreateIndex
CREATE INDEX "services_repository_id_idx" ON "services"("repository_id");

-- CreateIndex
CREATE INDEX "stages_account_id_idx" ON "stages"("account_id");

-- CreateIndex
CREATE INDEX "stages_current_release_id_idx" ON "stages"("current_release_id");

-- CreateIndex
CREATE UNIQUE INDEX "stages_service_id_name_key" ON "stages"("service_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "releases_stage_id_number_key" ON "releases"("stage_id", "number");

-- CreateIndex
CREATE INDEX "findings_release_id_id_idx" ON "findings"("release_id", "id");

-- CreateIndex
CREATE INDEX "deployments_id_state_idx" ON "deployments"("id" DESC, "state");

-- CreateIndex
CREATE INDEX "deployments_open" ON "deployments"("state", "id") WHERE (state IN ('queued', 'preparing', 'planning', 'awaiting_approval', 'deploying', 'verifying', 'rolling_back'));

-- CreateIndex
CREATE INDEX "deployments_release_id_idx" ON "deployments"("release_id");

-- CreateIndex
CREATE UNIQUE INDEX "deployments_stage_id_number_key" ON "deployments"("stage_id", "number" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "deployments_stage_id_idempotency_key_key" ON "deployments"("stage_id", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "deployments_delivery_id_stage_id_key" ON "deployments"("delivery_id", "stage_id");

-- CreateIndex
CREATE UNIQUE INDEX "deployments_one_active_per_stage" ON "deployments"("stage_id") WHERE (state IN ('preparing', 'planning', 'awaiting_approval', 'deploying', 'verifying', 'rolling_back'));

-- CreateIndex
CREATE INDEX "deliveries_repository_id_idx" ON "deliveries"("repository_id");

-- CreateIndex
CREATE UNIQUE INDEX "deliveries_provider_delivery_id_key" ON "deliveries"("provider", "delivery_id");

-- CreateIndex
CREATE INDEX "audit_events_entity_type_entity_id_id_idx" ON "audit_events"("entity_type", "entity_id", "id" DESC);

-- CreateIndex
CREATE INDEX "outbox_unsent" ON "outbox"("id") WHERE (sent_at IS NULL);

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identities" ADD CONSTRAINT "identities_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "services" ADD CONSTRAINT "services_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repositories"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stages" ADD CONSTRAINT "stages_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "services"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stages" ADD CONSTRAINT "stages_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "aws_accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stages" ADD CONSTRAINT "stages_current_release_id_fkey" FOREIGN KEY ("current_release_id") REFERENCES "releases"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_parameters" ADD CONSTRAINT "stage_parameters_stage_id_fkey" FOREIGN KEY ("stage_id") REFERENCES "stages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "releases" ADD CONSTRAINT "releases_stage_id_fkey" FOREIGN KEY ("stage_id") REFERENCES "stages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "findings" ADD CONSTRAINT "findings_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "releases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_stage_id_fkey" FOREIGN KEY ("stage_id") REFERENCES "stages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "releases"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "deliveries"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "steps" ADD CONSTRAINT "steps_deployment_id_fkey" FOREIGN KEY ("deployment_id") REFERENCES "deployments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_deployment_id_fkey" FOREIGN KEY ("deployment_id") REFERENCES "deployments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repositories"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What the schema language cannot say: triggers that tell the processes what has changed. All of it is hints; the
-- listeners read the tables. Channel names and payloads are those of packages/contracts (job.ts, live.ts).

-- Wakes the relay of the outbox.
CREATE FUNCTION windlass_notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('windlass_outbox', '');
  RETURN NULL;
END $$;

CREATE TRIGGER outbox_notify AFTER INSERT ON "outbox"
  FOR EACH STATEMENT EXECUTE FUNCTION windlass_notify_outbox();

-- Tells which lists are out of date.
CREATE FUNCTION windlass_notify_change(entity text, id uuid, stage_id uuid, service_id uuid) RETURNS void LANGUAGE sql AS $$
  SELECT pg_notify('windlass_changes', json_build_object('entity', entity, 'id', id, 'stageId', stage_id, 'serviceId', service_id)::text)
$$;

CREATE FUNCTION windlass_deployment_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM windlass_notify_change('deployment', NEW.id, NEW.stage_id, (SELECT s.service_id FROM stages s WHERE s.id = NEW.stage_id));
  RETURN NULL;
END $$;

CREATE TRIGGER deployments_inserted AFTER INSERT ON "deployments"
  FOR EACH ROW EXECUTE FUNCTION windlass_deployment_changed();
CREATE TRIGGER deployments_changed AFTER UPDATE OF "state", "plan", "cancel_requested_at", "wait_reason", "release_id", "commit_sha" ON "deployments"
  FOR EACH ROW WHEN (
    OLD.state IS DISTINCT FROM NEW.state OR OLD.plan IS DISTINCT FROM NEW.plan
    OR OLD.cancel_requested_at IS DISTINCT FROM NEW.cancel_requested_at OR OLD.wait_reason IS DISTINCT FROM NEW.wait_reason
    OR OLD.release_id IS DISTINCT FROM NEW.release_id OR OLD.commit_sha IS DISTINCT FROM NEW.commit_sha
  ) EXECUTE FUNCTION windlass_deployment_changed();

CREATE FUNCTION windlass_stage_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stage stages;
BEGIN
  stage := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  PERFORM windlass_notify_change('stage', stage.id, stage.id, stage.service_id);
  RETURN NULL;
END $$;

CREATE TRIGGER stages_inserted_or_deleted AFTER INSERT OR DELETE ON "stages"
  FOR EACH ROW EXECUTE FUNCTION windlass_stage_changed();
-- A stage gives out a number for each deployment; the deployment tells of itself.
CREATE TRIGGER stages_changed AFTER UPDATE ON "stages"
  FOR EACH ROW WHEN (OLD.next_deployment_number = NEW.next_deployment_number)
  EXECUTE FUNCTION windlass_stage_changed();

CREATE FUNCTION windlass_service_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE service_id uuid;
BEGIN
  service_id := CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END;
  PERFORM windlass_notify_change('service', service_id, NULL, service_id);
  RETURN NULL;
END $$;

CREATE TRIGGER services_changed AFTER INSERT OR UPDATE OR DELETE ON "services"
  FOR EACH ROW EXECUTE FUNCTION windlass_service_changed();

-- For entities that belong to no stage; the argument is the entity's name.
CREATE FUNCTION windlass_entity_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM windlass_notify_change(TG_ARGV[0], CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END, NULL, NULL);
  RETURN NULL;
END $$;

CREATE TRIGGER repositories_changed AFTER INSERT OR UPDATE OR DELETE ON "repositories"
  FOR EACH ROW EXECUTE FUNCTION windlass_entity_changed('repository');
CREATE TRIGGER aws_accounts_changed AFTER INSERT OR UPDATE OR DELETE ON "aws_accounts"
  FOR EACH ROW EXECUTE FUNCTION windlass_entity_changed('account');
CREATE TRIGGER deliveries_changed AFTER INSERT OR UPDATE OR DELETE ON "deliveries"
  FOR EACH ROW EXECUTE FUNCTION windlass_entity_changed('delivery');
CREATE TRIGGER api_tokens_changed AFTER INSERT OR UPDATE OF "revoked_at" OR DELETE ON "api_tokens"
  FOR EACH ROW EXECUTE FUNCTION windlass_entity_changed('token');

-- Tells that a session, a token or a person's rights have ended, so that open sockets are closed at once.
CREATE FUNCTION windlass_access_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('windlass_access', OLD.id::text);
  RETURN NULL;
END $$;

CREATE TRIGGER sessions_ended AFTER DELETE ON "sessions"
  FOR EACH ROW EXECUTE FUNCTION windlass_access_ended();
CREATE TRIGGER api_tokens_ended AFTER DELETE OR UPDATE OF "revoked_at" ON "api_tokens"
  FOR EACH ROW EXECUTE FUNCTION windlass_access_ended();
CREATE TRIGGER users_changed AFTER DELETE OR UPDATE OF "role" ON "users"
  FOR EACH ROW EXECUTE FUNCTION windlass_access_ended();

import { previewStageName, type PreviewSettings } from "@windlass/contracts/preview";
import { stageSettingsSchema } from "@windlass/contracts/stage-settings";
import type { DatabaseClient } from "@windlass/database/database";
import { uuidv7 } from "uuidv7";
import type { Keyring } from "../sealing.js";
import { copyParameters } from "./copy-parameters.js";
import type { PreviewService } from "./preview-service.js";

export type StageOfPreview = { service: PreviewService; pull: { id: string; number: number; headRef: string }; stageId: string | null; untrusted: boolean; keyring: Keyring };

/**
 * What the base repository calls a pull request's newest commit, a fork's as well; Bitbucket has nothing but the branch, and no fork's. `host`: the
 * repository's provider.
 */
export function pullHeadRef(host: string, { number, headRef }: { number: number; headRef: string }): string {
  if (host === "bitbucket") return `refs/heads/${headRef}`;
  return host === "gitlab" ? `refs/merge-requests/${number}/head` : `refs/pull/${number}/head`;
}

/**
 * Makes a pull request's stage after the service's base stage, or takes the one that is there out of the archive, and gives it the parameters that the
 * rule copies. What cannot be done is told by a word.
 */
export async function ensureStage(client: DatabaseClient, input: StageOfPreview): Promise<{ id: string; name: string } | "no_base" | "no_account" | "name_taken"> {
  const { service, pull, untrusted, keyring } = input;
  const base = await findBase(client, service);
  if (base === null) return "no_base";
  if (base.account_id === null) return "no_account";
  const name = previewStageName(pull.number);
  const place = { ...base, account_id: base.account_id };
  const id = input.stageId === null ? await insertStage(client, { ...input, base: place, name }) : await reviveStage(client, { ...input, base: place, stageId: input.stageId });
  if (id === null) return "name_taken";
  await copyParameters(client, { from: base.id, to: id, rule: ruleOf(service.settings, untrusted), keyring });
  return { id, name };
}

function ruleOf({ parameters, secrets }: PreviewSettings, untrusted: boolean) {
  return { names: parameters, secrets: secrets && !untrusted };
}

/** Where previews are made: the base stage's place, but for what the settings say. Null for an account that is gone. */
export type PreviewBase = { id: string; name: string; account_id: string | null; region: string; policy_levels: unknown };
type Base = PreviewBase & { account_id: string };

/** The stage that previews are made after; null where it is gone. */
export async function findBase(client: DatabaseClient, { id, settings }: PreviewService): Promise<PreviewBase | null> {
  const { rows } = await client.query<PreviewBase>(
    `SELECT id, name, CASE WHEN $3::text IS NULL THEN account_id ELSE (SELECT a.id FROM aws_accounts a WHERE a.name = $3) END AS account_id,
            COALESCE($4, region) AS region, policy_levels
     FROM stages WHERE service_id = $1 AND name = $2 AND pull_request_id IS NULL`,
    [id, settings.baseStage, settings.account, settings.region],
  );
  return rows[0] ?? null;
}

/** Null where a stage of that name is there that is none of a pull request. */
async function insertStage(client: DatabaseClient, { service, pull, untrusted, base, name }: StageOfPreview & { base: Base; name: string }): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO stages (id, service_id, account_id, name, region, branch, policy_levels, settings, pull_request_id, untrusted)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (service_id, name) DO NOTHING RETURNING id`,
    [uuidv7(), service.id, base.account_id, name, base.region, pullHeadRef(service.host, pull), JSON.stringify(base.policy_levels), JSON.stringify(stageSettingsSchema.parse({})), pull.id, untrusted],
  );
  return rows[0]?.id ?? null;
}

/** Account and region are those of its stack as long as there may be one. */
async function reviveStage(client: DatabaseClient, { stageId, untrusted, base }: StageOfPreview & { base: Base; stageId: string }): Promise<string> {
  await client.query(
    `UPDATE stages SET untrusted = $2, policy_levels = $3, archived_at = NULL,
       account_id = CASE WHEN archived_at IS NULL THEN account_id ELSE $4::uuid END, region = CASE WHEN archived_at IS NULL THEN region ELSE $5 END
     WHERE id = $1`,
    [stageId, untrusted, JSON.stringify(base.policy_levels), base.account_id, base.region],
  );
  return stageId;
}

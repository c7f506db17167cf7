import type { Artifact, Commit, FunctionSummary } from "@windlass/contracts/release";
import type { ResolvedConfig } from "@windlass/contracts/resolved-config";
import type { ResolvedInput } from "@windlass/contracts/input-text";
import type { SourcePlace } from "@windlass/contracts/error";
import type { ParameterVersions } from "../release/parameter-versions.js";
import { uuidv7 } from "uuidv7";
import { sealContent, type ReleaseContent } from "../release/release-content.js";
import type { Keyring } from "../sealing.js";
import type { FencedTransaction } from "./fence.js";

/** What building one commit for one stage made. */
export type NewRelease = {
  stage: { id: string; number: number };
  commit: Commit;
  stackName: string;
  capabilities: string[];
  content: ReleaseContent;
  /** The content as people may see it; null where that is the content itself. */
  shown: ReleaseContent | null;
  templateHash: string;
  artifacts: Artifact[];
  functions: FunctionSummary[];
  sourceMap: Record<string, SourcePlace>;
  resolvedConfig: ResolvedConfig | null;
  /** Which values of the stage's parameters it was built with. */
  parameterVersions: ParameterVersions;
  /** The service's inputs as it was built with, their secrets masked. */
  inputs: ResolvedInput[];
  keyring: Keyring;
};

/**
 * Stores the release that a deployment built, under the deployment's number, and names it on the deployment. A
 * second run of the same deployment replaces what the first one stored. A content with secrets is sealed, and stored in
 * the clear only as people may see it. Returns the release's id.
 */
export async function saveRelease(tx: FencedTransaction, release: NewRelease): Promise<string> {
  const shown = release.shown ?? release.content;
  const { rows } = await tx.query<{ release_id: string }>(
    `WITH saved AS (
       INSERT INTO releases (id, stage_id, number, commit_sha, commit_message, commit_author, committed_at, stack_name,
                             stack_tags, capabilities, template, template_hash, artifacts, functions, source_map,
                             resolved_config, stack_settings, sealed_content, parameter_versions, inputs)
       SELECT $2, d.stage_id, d.number, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19 FROM deployments d WHERE d.id = $1
       ON CONFLICT (stage_id, number) DO UPDATE
       SET commit_sha = excluded.commit_sha, commit_message = excluded.commit_message,
           commit_author = excluded.commit_author, committed_at = excluded.committed_at,
           stack_name = excluded.stack_name, stack_tags = excluded.stack_tags, capabilities = excluded.capabilities,
           template = excluded.template, template_hash = excluded.template_hash, artifacts = excluded.artifacts,
           functions = excluded.functions, source_map = excluded.source_map,
           resolved_config = excluded.resolved_config, stack_settings = excluded.stack_settings,
           shown_template = NULL, sealed_content = excluded.sealed_content,
           parameter_versions = excluded.parameter_versions, inputs = excluded.inputs, checked_at = NULL
       RETURNING id
     )
     UPDATE deployments d SET release_id = saved.id FROM saved WHERE d.id = $1 RETURNING saved.id AS release_id`,
    [
      tx.fence.deploymentId,
      uuidv7(),
      release.commit.sha,
      release.commit.message,
      release.commit.author,
      release.commit.committedAt,
      release.stackName,
      JSON.stringify(shown.stackTags),
      JSON.stringify(release.capabilities),
      shown.template,
      release.templateHash,
      JSON.stringify(release.artifacts),
      JSON.stringify(release.functions),
      JSON.stringify(release.sourceMap),
      release.resolvedConfig === null ? null : JSON.stringify(release.resolvedConfig),
      JSON.stringify(shown.stackSettings),
      release.shown === null ? null : sealContent(release.content, { stageId: release.stage.id, number: release.stage.number }, release.keyring),
      JSON.stringify(release.parameterVersions),
      JSON.stringify(release.inputs),
    ],
  );
  const row = rows[0];
  if (!row) throw new Error(`Deployment ${tx.fence.deploymentId} is gone.`);
  return row.release_id;
}

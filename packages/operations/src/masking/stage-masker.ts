import type { Executor } from "../deployment-run/fence.js";
import { createDigestMasker } from "./digest-masker.js";
import type { TextMasker } from "./masker.js";
import { digestsOf, type DigestKeys } from "./secret-digest.js";

/** The newest are kept in mind: forms of about 400 secrets. */
const mostDigests = 5_000;

export type StageMaskerInput = {
  stageId: string;
  keys: DigestKeys;
  /** Secrets whose values the caller has: they are masked by their values, which is faster. */
  known?: readonly string[];
};

/**
 * Masks every secret that a deployment of the stage ever came upon, though its value was changed since or is not at hand.
 * Whoever reads from AWS what a stage runs, and shows or stores it, passes it through this.
 */
export async function openStageMasker(db: Executor, { stageId, keys, known = [] }: StageMaskerInput): Promise<TextMasker> {
  const { rows } = await db.query<{ digest: Uint8Array; length: number }>(
    "SELECT digest, length FROM secret_digests WHERE stage_id = $1 ORDER BY created_at DESC LIMIT $2",
    [stageId, mostDigests],
  );
  const atHand = new Set(digestsOf(known, keys).map(({ digest }) => digest.toString("base64")));
  return createDigestMasker(rows.filter(({ digest }) => !atHand.has(Buffer.from(digest).toString("base64"))), keys);
}

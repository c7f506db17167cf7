import type { AwsSession } from "../session.js";
import { deleteChangeSet } from "./delete-change-set.js";
import { changeSetPrefix, listChangeSets } from "./list-change-sets.js";

/**
 * Deletes the change sets that earlier deployments left on a stack, but not the one named `keep`, and not those of others.
 * Returns how many.
 *
 * @throws WindlassError
 */
export async function deleteOwnChangeSets(
  session: AwsSession,
  input: { stackName: string; keep: string; signal?: AbortSignal },
): Promise<number> {
  const { stackName, keep, signal } = input;
  const names = await listChangeSets(session, { stackName, ...(signal ? { signal } : {}) });
  const own = names.filter((name) => name.startsWith(changeSetPrefix) && name !== keep);
  for (const changeSetName of own) await deleteChangeSet(session, { stackName, changeSetName, ...(signal ? { signal } : {}) });
  return own.length;
}

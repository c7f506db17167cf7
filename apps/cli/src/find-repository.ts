import { allPages } from "@windlass/client/all-pages";
import type { Repository } from "@windlass/contracts/repository";
import type { CommandContext } from "./context.js";
import { usageError } from "./usage-error.js";

/** The registered repository of this address, name or id. Throws a usage error where there is none, or several. */
export async function findRepository({ client, signal }: CommandContext, name: string): Promise<Repository> {
  const all = await allPages((cursor) => client.repositories.list({ cursor, limit: 100 }, { signal }));
  const found = all.filter(({ id, url, fullName }) => [id, url, fullName].includes(name));
  const [one] = found;
  if (one === undefined || found.length > 1) {
    throw usageError(found.length === 0 ? `There is no repository ${name}.` : `${found.length} repositories are called ${name}.`, "Name it by its address: see `windlass repositories list`.");
  }
  return one;
}

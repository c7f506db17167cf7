import { WindlassError } from "@windlass/contracts/error";
import { pullWords } from "@windlass/contracts/pull-words";
import type { DatabaseClient } from "@windlass/database/database";

/** One pull request in one service. */
export type PreviewAddress = { service: string; number: number };

export type FoundPreview = { id: string; serviceId: string; pullRequestId: string; label: string; /** The repository's provider. */ host: string };

/** Holds a preview that is there or is to be, and its service. False when it is neither. */
export async function holdPreviewById(client: DatabaseClient, id: string): Promise<boolean> {
  await client.query("SELECT 1 FROM services WHERE id = (SELECT service_id FROM previews WHERE id = $1) FOR NO KEY UPDATE", [id]);
  const { rowCount } = await client.query("SELECT 1 FROM previews WHERE id = $1 AND state IN ('open', 'awaiting_approval', 'awaiting_room') FOR UPDATE", [id]);
  return rowCount !== 0;
}

/** `pull request #7`, in the words of the service's host, for errors; in GitHub's where there is no such service. */
export async function namePull(runner: Pick<DatabaseClient, "query">, { service, number }: PreviewAddress): Promise<string> {
  const { rows } = await runner.query<{ host: string }>("SELECT o.provider AS host FROM services v JOIN repositories o ON o.id = v.repository_id WHERE v.name = $1", [service]);
  const { one, mark } = pullWords(rows[0]?.host ?? null);
  return `${one} ${mark}${number}`;
}

/** Holds the service and finds its preview of a pull request. Throws `not_found`. */
export async function holdPreview(client: DatabaseClient, { service, number }: PreviewAddress): Promise<FoundPreview> {
  await client.query("SELECT 1 FROM services WHERE name = $1 FOR NO KEY UPDATE", [service]);
  const { rows } = await client.query<FoundPreview>(
    `SELECT p.id, p.service_id AS "serviceId", p.pull_request_id AS "pullRequestId", v.name || '/pr-' || r.number AS label, o.provider AS host
     FROM previews p JOIN services v ON v.id = p.service_id JOIN pull_requests r ON r.id = p.pull_request_id JOIN repositories o ON o.id = r.repository_id
     WHERE v.name = $1 AND r.number = $2 FOR UPDATE OF p`,
    [service, number],
  );
  const [found] = rows;
  if (!found) throw new WindlassError("not_found", `There is no preview of ${await namePull(client, { service, number })} in ${service}.`);
  return found;
}

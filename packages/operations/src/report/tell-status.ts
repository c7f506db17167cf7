import { describeCheck } from "./describe-check.js";
import { digestOf } from "./digest.js";
import type { HeldReport } from "./hold-report.js";
import { nothingSent } from "./sent.js";
import type { ToldDeployment } from "./telling.js";

/** Sets the commit's status of a stage. Where a later deployment brings the same commit there, that one says how it stands. */
export async function tellStatus(held: HeldReport, { facts, target, pageUrl }: ToldDeployment): Promise<void> {
  const report = describeCheck(facts, { links: target.links, pageUrl });
  if (report === null || facts.sha === null || !facts.isLastOfCommit) return;
  const digest = digestOf(report.status);
  if (held.sent.status?.digest === digest) return;
  await target.forge.writeStatus({ fullName: target.fullName, sha: facts.sha, context: report.name, url: pageUrl, ...report.status });
  await held.save("status", { ...nothingSent, digest, state: report.status.state, at: new Date().toISOString() });
}

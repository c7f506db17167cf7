import { describeDeployment } from "./describe-deployment.js";
import { digestOf } from "./digest.js";
import type { HeldReport } from "./hold-report.js";
import { nothingSent } from "./sent.js";
import type { ToldDeployment } from "./telling.js";

/** Tells of a deployment to an environment, and how it stands. One that ended before anything was told of it is left out. */
export async function tellEnvironment(held: HeldReport, { facts, target, pageUrl }: ToldDeployment): Promise<void> {
  const { forge, fullName, links } = target;
  const report = describeDeployment(facts);
  if (report === null || facts.sha === null) return;
  const digest = digestOf(report.status);
  const before = held.sent.deployment ?? nothingSent;
  if (before.digest === digest) return;
  const place = { fullName, sha: facts.sha, environment: report.deployment.environment, externalId: facts.id };
  let { id } = before;
  if (id === null && before.begun) id = await forge.findDeployment(place);
  if (id === null) {
    if (report.status.state === "inactive") return;
    await held.save("deployment", { ...before, begun: true });
    id = await forge.createDeployment({ ...place, ...report.deployment });
  }
  await held.save("deployment", { ...before, id, begun: false });
  await forge.writeDeploymentStatus({ fullName, deploymentId: id, logUrl: pageUrl, ...report.status });
  await held.save("deployment", { ...before, id, begun: false, digest, state: report.status.state, url: links.deployments, at: new Date().toISOString() });
}

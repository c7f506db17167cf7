import { checkAnnotations } from "./check-annotations.js";
import { describeCheck } from "./describe-check.js";
import { digestOf } from "./digest.js";
import type { HeldReport } from "./hold-report.js";
import { nothingSent, type SentPart } from "./sent.js";
import type { ToldDeployment } from "./telling.js";

/** Makes or changes the check run of a deployment. Annotations are only ever added, and each is sent once. */
export async function tellCheck(held: HeldReport, { facts, target, pageUrl }: ToldDeployment): Promise<void> {
  const { forge, fullName, links } = target;
  const report = describeCheck(facts, { links, pageUrl });
  if (report === null || facts.sha === null) return;
  const annotations = checkAnnotations(facts);
  const digest = digestOf([report.check, annotations.length]);
  const before = held.sent.check ?? nothingSent;
  if (before.digest === digest) return;
  const place = { fullName, sha: facts.sha, name: report.name, externalId: facts.id };
  const known = before.begun ? { ...before, ...(await findAgain(before, () => forge.findCheck(place))) } : before;
  await held.save("check", { ...known, begun: true });
  const written = await forge.writeCheck({ ...place, ...report.check, id: known.id, url: pageUrl, annotations: annotations.slice(known.annotations) });
  const { status } = report.check;
  await held.save("check", {
    ...known,
    ...written,
    begun: false,
    digest,
    state: typeof status === "string" ? status : status.conclusion,
    at: new Date().toISOString(),
    annotations: Math.max(annotations.length, known.annotations),
  });
}

/** What a request did whose answer was never read. */
async function findAgain(before: SentPart, find: () => Promise<{ id: string; url: string | null; annotationCount: number } | null>): Promise<Partial<SentPart>> {
  const found = await find();
  return found === null ? { id: before.id } : { id: found.id, url: found.url, annotations: found.annotationCount };
}

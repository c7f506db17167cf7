import type { ChangedFile, Forge, PullRequest } from "@windlass/contracts/forge";
import { previewReasonSchema, previewStageName, previewStateSchema, type BuildFile } from "@windlass/contracts/preview";
import { stageDecisionReasons } from "@windlass/contracts/delivery";
import { pullLabel, pullWords } from "@windlass/contracts/pull-words";
import { wavesOf } from "@windlass/contracts/service-graph";
import type { Database } from "@windlass/database/database";
import type { Delivery } from "@windlass/database/generated/client";
import { webhookContext } from "../context.js";
import { findBuildFiles } from "../preview-environment/build-files.js";
import { pullHeadRef } from "../preview-environment/ensure-stage.js";
import { judgeAuthor, type Authorship } from "../preview-environment/judge-author.js";
import { deploys } from "../preview-environment/preview-deployment.js";
import { findPreviewServices, type PreviewService } from "../preview-environment/preview-service.js";
import { rememberPullRequest } from "../preview-environment/remember-pull-request.js";
import { settlePreview } from "../preview-environment/settle-preview.js";
import { isLive, wantPreview, type EarlierPreview } from "../preview-environment/want-preview.js";
import type { Keyring } from "../sealing.js";
import { readServiceGraph } from "../service/service-graph.js";
import type { Decision, StageOutcome } from "./decide-delivery.js";
import type { StageVerdict } from "./decide-stage.js";
import { matchGlobs } from "./match-globs.js";
import { matchRepositories } from "./match-repositories.js";
import { handledActions, pullOfEvent, type PullRequestEvent } from "./pull-request-event.js";
import { readerOf, senderName } from "./providers/reader-of.js";

/** Opens the forge of a registered repository; null where none is connected that knows it. */
export type ForgeSource = (repositoryId: string) => Promise<{ forge: Forge; fullName: string } | null>;

export type PullWork = { forges: ForgeSource; keyring: Keyring };

/** Makes, deploys or removes the previews of a pull request, and says for each of the repository's services why or why not. */
export async function processPullRequest(db: Database, row: Delivery, work: PullWork): Promise<Decision> {
  const nothing = (reason: Decision["reason"], message: string): Decision => ({ reason, message, outcomes: [] });
  const { one } = pullWords(row.provider);
  const parsed = readerOf(row.provider).pull.safeParse(row.payload);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join(".") ?? "";
    return nothing("payload_invalid", `The payload is not that of a ${one}: ${field} is missing or wrong.`);
  }
  const event = parsed.data;
  if (!handledActions.some((action) => action === event.action)) return nothing("event_not_handled", `Windlass does nothing when a ${one} is ${event.action.slice(0, 60)}.`);
  const { repositoryIds } = await matchRepositories(db, { origin: event, provider: row.provider });
  const [repositoryId] = repositoryIds;
  await noteDelivery(db, row, { repositoryId, pull: { number: event.pull_request.number, headRef: event.pull_request.head.ref } });
  if (repositoryId === undefined) return nothing("repository_unknown", `No repository is registered for ${row.repository ?? "the sender"}. Add it on the Repositories page.`);
  const services = await findPreviewServices(db, repositoryIds);
  if (services.length === 0) return nothing("no_service", `No service is made of ${row.repository ?? "the repository"}.`);
  const outcomes: StageOutcome[] = [];
  for (const id of repositoryIds) outcomes.push(...(await processIn(db, row, { event, work, repositoryId: id, services: services.filter((service) => service.repositoryId === id) })));
  return summarizePull(outcomes, pullLabel(services[0]?.host ?? row.provider, event.pull_request.number));
}

/** Keeps with a delivery which repository and pull request it is of. */
export async function noteDelivery(db: Database, row: Pick<Delivery, "id" | "provider">, { repositoryId, pull }: { repositoryId: string | undefined; pull: { number: number; headRef: string } }): Promise<void> {
  const repository = repositoryId === undefined ? null : await db.prisma.repository.findUnique({ where: { id: repositoryId }, select: { provider: true } });
  await db.prisma.delivery.update({ where: { id: row.id }, data: { repositoryId: repositoryId ?? null, ref: pullHeadRef(repository?.provider ?? row.provider, pull) } });
}

type Place = { event: PullRequestEvent; work: PullWork; repositoryId: string; services: PreviewService[] };

async function processIn(db: Database, row: Delivery, { event, work, repositoryId, services }: Place): Promise<StageOutcome[]> {
  if (services.length === 0) return [];
  const repository = await work.forges(repositoryId);
  const pull = await newestOf(event, repository);
  const pullRequestId = await rememberPullRequest(db, { repositoryId, pull });
  const subject = { row, event, pull, repository, work };
  // Those that others depend on first, so that these can wait for their deployments.
  const waves = wavesOf(services.map(({ name }) => name), await readServiceGraph(db.prisma));
  const outcomes: StageOutcome[] = [];
  for (const service of services.toSorted((a, b) => (waves.get(a.name) ?? 1) - (waves.get(b.name) ?? 1))) {
    const verdict = pullRequestId === null ? outdated(service) : await processService(db, service, { ...subject, pullRequestId });
    outcomes.push({ stage: { id: null, service: service.name, stage: previewStageName(pull.number) }, ...verdict });
  }
  return outcomes;
}

const outdated = ({ host }: PreviewService): StageVerdict => ({ reason: "outdated", message: `Something newer is known of the ${pullWords(host).one}.` });

/** A delivery is a hint that something happened: what the forge says now goes before what the payload said then. */
async function newestOf(event: PullRequestEvent, repository: Repository): Promise<PullRequest> {
  const told = pullOfEvent(event);
  const now = await repository?.forge.readPullRequest({ fullName: repository.fullName, number: told.number });
  if (now === undefined) return told;
  return isWholeName(told.head.sha) && Date.parse(now.updatedAt) < Date.parse(told.updatedAt) ? told : now;
}

type Repository = { forge: Forge; fullName: string } | null;
type Subject = { row: Delivery; event: PullRequestEvent; pull: PullRequest; pullRequestId: string; repository: Repository; work: PullWork };

/** Bitbucket's payloads have a commit's first letters. */
const isWholeName = (sha: string): boolean => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(sha);

/** Why an open pull request can have no preview on this host, whatever is wanted; null where it can. */
function whyImpossible({ host }: PreviewService, { state, isFork, head }: PullRequest): string | null {
  if (state !== "open") return null;
  if (host === "bitbucket" && isFork) return "Bitbucket keeps the commits of forks out of the repository, where they cannot be fetched from.";
  return isWholeName(head.sha) ? null : "The host tells the first letters of its commit only: give the repository an access token, with which it can be asked.";
}

async function processService(db: Database, service: PreviewService, subject: Subject): Promise<StageVerdict> {
  const { row, event, pull, pullRequestId, work } = subject;
  const impossible = whyImpossible(service, pull);
  if (impossible !== null) return { reason: "no_preview", message: impossible };
  const context = webhookContext(db, { id: row.id, label: event.sender?.login ?? senderName(row.provider) });
  const asked = row.provider === "windlass" && event.windlass?.asked.includes(service.name) === true;
  const isReopened = event.action === "reopened";
  const earlier = await readEarlier(db, { serviceId: service.id, pullRequestId });
  const facts = { state: pull.state, isDraft: pull.isDraft, labels: pull.labels, baseRef: pull.base.ref, headSha: pull.head.sha };
  const want = wantPreview({ settings: service.settings, pull: facts, earlier, defaultBranch: service.defaultBranch, host: service.host, asked, isReopened });
  const known = want.wanted ? await askForge(service, subject) : null;
  if (known !== null && !asked && !isLive(earlier) && !concerns(service, known.files)) return noMatchingPaths(service, known.files);
  return settlePreview(context, {
    service,
    pull: { id: pullRequestId, updatedAt: new Date(pull.updatedAt), headSha: pull.head.sha },
    authorship: known?.authorship ?? null,
    buildFiles: known?.buildFiles ?? null,
    asked,
    isReopened,
    delivery: row,
    keyring: work.keyring,
  });
}

async function readEarlier({ prisma }: Database, place: { serviceId: string; pullRequestId: string }): Promise<EarlierPreview | null> {
  const row = await prisma.preview.findUnique({ where: { serviceId_pullRequestId: place } });
  if (row === null) return null;
  const { sha, asked, pinnedAt } = row;
  return { state: previewStateSchema.parse(row.state), reason: previewReasonSchema.parse(row.reason), sha, asked, isPinned: pinnedAt !== null };
}

type Known = { authorship: Authorship; files: ChangedFile[] | null; buildFiles: BuildFile[] | null };

async function askForge(service: PreviewService, { event, pull, repository }: Subject): Promise<Known> {
  const pusher = event.action === "synchronize" && event.sender ? { id: String(event.sender.id), login: event.sender.login } : null;
  const authorship = await judgeAuthor({ isFork: pull.isFork, author: pull.author, pusher }, { permission: service.settings.permission, repository });
  const files = repository === null ? null : await repository.forge.listPullRequestFiles({ fullName: repository.fullName, number: pull.number });
  return { authorship, files, buildFiles: files === null ? null : findBuildFiles(files) };
}

/** GitHub lists no more than that; of what is not listed nobody knows. */
const mostListedFiles = 3_000;

function concerns({ settings, rootDirectory }: PreviewService, files: ChangedFile[] | null): boolean {
  if (files === null || files.length >= mostListedFiles || (settings.paths.length === 0 && rootDirectory === "")) return true;
  const matches = settings.paths.length > 0 ? matchGlobs(settings.paths) : (path: string) => path.startsWith(`${rootDirectory}/`);
  return files.some(({ path, previousPath }) => matches(path) || (previousPath !== null && matches(previousPath)));
}

function noMatchingPaths({ settings, rootDirectory, host }: PreviewService, files: ChangedFile[] | null): StageVerdict {
  const wanted = settings.paths.length > 0 ? `of ${settings.paths.join(", ")}` : `in ${rootDirectory}/`;
  return { reason: "no_matching_paths", message: `The ${pullWords(host).one} changes ${files?.length === 1 ? "1 file" : `${files?.length ?? 0} files`}, none ${wanted}.` };
}

/** The delivery as a whole: what came farthest of what it meant for the services. */
function summarizePull(outcomes: StageOutcome[], label: string): Decision {
  const reason = stageDecisionReasons.findLast((one) => outcomes.some((outcome) => outcome.reason === one)) ?? "no_preview";
  const those = outcomes.filter((outcome) => outcome.reason === reason);
  const labels = those.map(({ stage }) => `${stage.service}/${stage.stage}`).join(", ");
  const message = reason === "deployed" && those.every((outcome) => outcome.message === deploys) ? `Deploys ${labels}.` : `${labels || label}: ${those[0]?.message ?? ""}`;
  return { reason, message, outcomes };
}

import { z } from "zod";
import { originSchema, pushSchema, shaSchema, type Origin, type Push } from "../github-event.js";

/** The repository that a delivery comes from. */
export const repositorySchema = z.object({ full_name: z.string().optional(), links: z.object({ html: z.object({ href: z.string() }) }).optional() });

const targetSchema = z.object({
  hash: shaSchema,
  message: z.string().default(""),
  date: z.string().nullish(),
  author: z.object({ raw: z.string().nullish() }).nullish(),
});
const refSchema = z.object({ type: z.string(), name: z.string().min(1), target: targetSchema });

/** One change of Bitbucket Cloud's `repo:push`: https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/#Push */
const changeSchema = z
  .object({ new: refSchema.nullish(), old: refSchema.nullish(), created: z.boolean().default(false), closed: z.boolean().default(false), forced: z.boolean().default(false) })
  .refine((change) => change.new ?? change.old, "A change is of a new ref or of an old one.");

const bitbucketPushSchema = z.object({
  actor: z.object({ nickname: z.string().max(100).nullish(), display_name: z.string().max(100).nullish() }).nullish(),
  repository: repositorySchema,
  push: z.object({ changes: z.array(changeSchema).length(1) }),
});

/** The address of the repository, and the ref where one is named, as deliveries of GitHub name them. */
export function bitbucketOrigin(payload: unknown): Origin {
  const repository = z.object({ repository: repositorySchema }).safeParse(payload).data?.repository;
  const [change] = bitbucketPushSchema.safeParse(payload).data?.push.changes ?? [];
  return originSchema.parse({ ref: change === undefined ? undefined : refOf(change), ...(repository === undefined ? {} : { repository: repositoryOf(repository) }) });
}

/** A push of one ref: `splitBitbucketPush` makes one of each that a delivery tells of. Bitbucket names no files. */
export const bitbucketPush: z.ZodType<Push> = bitbucketPushSchema
  .transform(({ actor, repository, push: { changes: [change] } }): z.input<typeof pushSchema> => {
    const { new: now, old } = change ?? {};
    const login = actor?.nickname ?? actor?.display_name;
    const zeros = "0".repeat(40);
    return {
      ref: change === undefined ? "" : refOf(change),
      before: old?.target.hash ?? zeros,
      after: now?.target.hash ?? zeros,
      deleted: !now,
      created: change?.created,
      forced: change?.forced,
      ...(login ? { sender: { login } } : {}),
      repository: repositoryOf(repository),
      ...(now ? { head_commit: { id: now.target.hash, message: now.target.message, timestamp: now.target.date, author: { name: now.target.author?.raw?.replace(/\s*<[^>]*>$/, "") } } } : {}),
    };
  })
  .pipe(pushSchema);

/**
 * One payload for each ref that a delivery of `repo:push` tells of. Gives the payload itself where it is none, so that what is
 * wrong with it is said on its row.
 */
export function splitBitbucketPush(payload: unknown): unknown[] {
  const parsed = z.looseObject({ push: z.looseObject({ changes: z.array(z.unknown()).min(2).max(100) }) }).safeParse(payload);
  if (!parsed.success) return [payload];
  const { push, ...rest } = parsed.data;
  return push.changes.map((change) => ({ ...rest, push: { ...push, changes: [change] } }));
}

function refOf({ new: now, old }: z.infer<typeof changeSchema>): string {
  const ref = now ?? old;
  if (!ref) return "";
  return ref.type === "branch" || ref.type === "named_branch" ? `refs/heads/${ref.name}` : `refs/${ref.type === "tag" ? "tags" : ref.type}/${ref.name}`;
}

/** The same as GitHub names a repository. */
export function repositoryOf({ full_name, links }: z.infer<typeof repositorySchema>): NonNullable<Origin["repository"]> {
  return { full_name, html_url: links?.html.href };
}

import { z } from "zod";

/** Globs with more of these would take too long on a hostile name: each multiplies the ways in which one can match. */
const mostStarsInSegment = 2;
const mostGlobstars = 2;

/**
 * One pattern: `*` for anything but a slash, `**` for anything, `?` for one character, `{a,b}` and `[ab]` for a choice; with
 * `!` before it, it takes back what the patterns before it let in.
 */
export const globSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^!?[^\s!\\()|\x00-\x1f\x7f][^\\()|\x00-\x1f\x7f]*$/, "Use a glob such as release/* or !docs/**, without parentheses, backslashes or |.")
  .refine((glob) => !glob.includes(".."), "Leave out `..`.")
  .refine(isCheap, "Use at most two stars between slashes, and ** at most twice.");

function isCheap(glob: string): boolean {
  const segments = glob.split("/");
  const stars = (segment: string) => (segment.match(/\*+/g) ?? []).length;
  return segments.every((segment) => stars(segment) <= mostStarsInSegment) && segments.filter((segment) => segment.includes("**")).length <= mostGlobstars;
}

/** Which pushes deploy a stage whose `autoDeploy` is on. All lists empty: those to the stage's branch that concern its service. */
export const deployRulesSchema = z.object({
  /** Globs of branches. Empty: the stage's own branch, or none where there are globs of tags. */
  branches: z.array(globSchema).max(50).default([]),
  /** Globs of tags. Empty: no tag deploys. */
  tags: z.array(globSchema).max(50).default([]),
  /** Globs of paths from the repository's root, of which a push must change one. Empty: the service's root directory. */
  paths: z.array(globSchema).max(100).default([]),
});
export type DeployRules = z.infer<typeof deployRulesSchema>;

/** Markers in the message of a push's last commit that keep it from deploying; all but the first two are those of CI programs. */
export const skipMarkers = ["[skip deploy]", "[deploy skip]", "[skip ci]", "[ci skip]", "[no ci]", "skip-checks: true"] as const;

export type DeployRulesContext = { rules: DeployRules; autoDeploy: boolean; branch: string; rootDirectory: string };

/** What a stage's rules mean, in sentences. */
export function explainDeployRules({ rules, autoDeploy, branch, rootDirectory }: DeployRulesContext): string[] {
  if (!autoDeploy) return ["A push deploys nothing: deploying on push is switched off."];
  const refs = [
    ...(rules.branches.length > 0 ? [`branches that match ${listOf(rules.branches)}`] : []),
    ...(rules.tags.length > 0 ? [`tags that match ${listOf(rules.tags)}`] : []),
  ];
  const what = refs.length > 0 ? refs.join(" and of ") : `the branch ${branch}`;
  return [
    `Deploys pushes of ${what}${pathsOf(rules, rootDirectory)}.`,
    "Where it is not known what a push changes, it deploys.",
    `Not when the last commit's message has ${skipMarkers[0]}, ${skipMarkers[2]} or the like; a tag is kept back by ${skipMarkers[0]} alone.`,
  ];
}

function pathsOf({ paths }: DeployRules, rootDirectory: string): string {
  if (paths.length > 0) return ` that change a file of ${listOf(paths)}`;
  return rootDirectory === "" ? ", whatever they change" : ` that change something in ${rootDirectory}/`;
}

function listOf(globs: readonly string[]): string {
  const wanted = globs.filter((glob) => !glob.startsWith("!"));
  const unwanted = globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  const but = unwanted.length === 0 ? "" : `${wanted.length === 0 ? "anything " : " "}but not ${unwanted.join(", ")}`;
  return `${wanted.join(", ")}${but}`;
}

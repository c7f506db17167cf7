import { z } from "zod";
import { failureClassSchema } from "./failure-class.js";

/**
 * Every error a person can meet, with its HTTP status and the repair. The code is contract and never changes
 * its meaning; texts may. An error is raised with a message that names the particulars; the hint here is used
 * where the raiser has none that is more exact.
 */
export const errorCatalog = {
  // Requests
  invalid_request: { status: 400, hint: "Correct the fields named in `errors` and send the request again." },
  unauthenticated: { status: 401, hint: "Sign in, or send an API token as `Authorization: Bearer …`." },
  forbidden: { status: 403, hint: "Ask an administrator for a role that may do this." },
  not_found: { status: 404, hint: "Check the name; it may have been deleted or renamed." },
  conflict: { status: 409, hint: "Read the current state and try again." },
  name_taken: { status: 409, hint: "Choose another name." },
  in_use: { status: 409, hint: "Remove what still uses it first." },
  payload_too_large: { status: 413, hint: "Send a smaller request." },
  rate_limited: { status: 429, hint: "Wait for the time in the `Retry-After` header." },
  setup_done: { status: 409, hint: "The administrator exists already: sign in." },
  setup_token_invalid: { status: 403, hint: "Open the link that `npm start` printed last; every start makes a new one." },
  internal: { status: 500, hint: "This is a defect in Windlass. The request id finds it in the server's log." },
  unavailable: { status: 503, hint: "A part that Windlass needs is down; try again in a few seconds." },
  signature_invalid: { status: 401, hint: "Set the webhook's secret to the one shown on the Webhook page." },
  server_unreachable: { status: 503, hint: "Is Windlass running, and is WINDLASS_SERVER right?" },

  // Asking for a deployment
  stage_busy: { status: 409, hint: "Wait for the deployment that holds the stage, or cancel it." },
  nothing_to_roll_back_to: { status: 409, hint: "A stage can be rolled back once it has two successful releases." },
  release_not_found: { status: 404, hint: "Pick the number of a deployment that succeeded." },
  not_cancellable: { status: 409, hint: "A deployment that has ended or is rolling back cannot be cancelled." },
  not_deployed: { status: 409, hint: "Deploy the stage first." },
  approval_not_allowed: { status: 403, hint: "Ask somebody whom the stage's approval rules name." },
  approval_lapsed: { status: 409, hint: "The plan has changed since: read it again and decide anew." },
  not_awaiting_approval: { status: 409, hint: "Only a deployment that waits for approval can be approved or rejected." },
  rejected: { status: 409, hint: "Change what was objected to, then deploy again." },
  preview_not_approved: { status: 409, hint: "Read on the Previews page what its newest commit changes, and approve it there." },
  stage_frozen: { status: 409, hint: "Wait for the end of the freeze, or override it with a reason." },
  not_promotable: { status: 409, hint: "Promote a deployment that succeeded, from another stage of the same service." },
  nothing_to_repair: { status: 409, hint: "The stack is in a state from which it can be deployed." },

  // Checkout and build
  repository_unreachable: { status: 422, hint: "Check the repository's address and that the server may read it." },
  ref_not_found: { status: 422, hint: "Check the branch, tag or commit." },
  lfs_unavailable: { status: 422, hint: "Check that the commit's Git LFS files were pushed and that the repository's token may read them, or switch Git LFS off for the service." },
  upload_missing: { status: 422, hint: "Send the folder again. API and workers need one data folder (WINDLASS_DATA) between them." },
  upload_invalid: { status: 422, hint: "Send the folder with `windlass deploy --dir`." },
  uploads_full: { status: 507, hint: "Housekeeping deletes uploads a week after their last deployment. Deploy from the repository, or wait." },
  directory_not_found: { status: 422, hint: "Set the service's directory to one that the repository has." },
  build_failed: { status: 422, hint: "The last lines of the build's log say what failed." },
  build_over_limit: { status: 422, hint: "Make the build smaller, or raise the limit that the message names." },
  build_not_isolated: { status: 422, hint: "Install bubblewrap on the server, or set WINDLASS_BUILD_CONTAINER where there is a Docker engine, and start the worker again." },
  build_timeout: { status: 422, hint: "Make the build faster, or raise the service's build time limit." },

  // Services that depend on each other
  dependency_cycle: { status: 422, hint: "Take one of the dependencies of the cycle away." },
  dependency_failed: { status: 409, hint: "Repair and deploy what it depends on, then deploy this stage." },
  dependency_not_deployed: { status: 409, hint: "Deploy what it depends on first, or both together as a group." },
  input_missing: { status: 422, hint: "Deploy the service that has the output, or correct the input in the service's settings." },

  // GitHub, GitLab and their like
  forge_credentials_refused: { status: 422, hint: "Connect GitHub again on the GitHub page, or renew the repository's token." },
  forge_denied: { status: 422, hint: "Accept the App's new permissions in GitHub's settings, or give the token more." },
  forge_not_found: { status: 422, hint: "Install the App on the repository, and check its name." },
  forge_unsupported: { status: 422, hint: "The repository's host has no such thing." },
  forge_rate_limited: { status: 429, hint: "The repository's host limits how often it may be asked. Try again later." },
  forge_rejected: { status: 422, hint: "The message is the host's own." },
  forge_unreachable: { status: 503, hint: "Check the host's address and status page, and that the server may reach it." },
  address_refused: { status: 422, hint: "Name the host in WINDLASS_ALLOWED_HOSTS if Windlass is meant to reach it." },

  // Compile
  config_not_found: { status: 422, hint: "Add a serverless.yml, or set the service's config file." },
  config_invalid: { status: 422, hint: "Correct the places named above and push again." },
  policy_blocked: { status: 422, hint: "Repair the findings marked mandatory, or change the rule's level for this stage." },

  // AWS
  credentials_refused: { status: 422, hint: "Check the account's role or keys on the AWS accounts page." },
  account_unreachable: { status: 422, hint: "The AWS endpoint did not answer. Check the network and the account's endpoint." },
  aws_denied: { status: 422, hint: "Grant the named action to the role that Windlass uses." },
  aws_throttled: { status: 422, hint: "AWS limits how often it may be asked. Try again in a few minutes." },
  aws_error: { status: 422, hint: "The message is AWS's own." },
  artifact_missing: { status: 422, hint: "The release's code is no longer in the bucket: deploy its commit again." },
  plan_over_limit: { status: 422, hint: "Split the service: see `custom.windlass.split`." },
  export_in_use: { status: 422, hint: "Deploy the stacks that import the value first, so that they no longer need it." },
  guard_tripped: { status: 422, hint: "The release before is back. The numbers that tripped the guard are above." },
  disk_full: { status: 422, hint: "Free space on the disk of the worker's data folder, then deploy again." },
  removal_incomplete: { status: 422, hint: "What is left is listed: empty or delete it, then remove the stage again." },
  change_set_failed: { status: 422, hint: "CloudFormation refused the template; its reason is above." },
  stack_failed: { status: 422, hint: "The first failed resource is the cause; the others follow from it." },
  stack_busy: { status: 409, hint: "Somebody else is updating this stack. Windlass goes on when they are done." },
  stack_stuck: { status: 422, hint: "The stack needs a decision before it can be deployed again: see the stage page." },
  cancelled: { status: 409, hint: "Deploy again when ready." },
  superseded: { status: 409, hint: "The newer deployment has the same branch's newest commit." },
  worker_failed: { status: 500, hint: "This is a defect in Windlass or its server. Deploy again; the worker's log has the cause." },
} as const satisfies Record<string, { status: number; hint: string }>;

export type ErrorCode = keyof typeof errorCatalog;
export const errorCodes = Object.keys(errorCatalog) as [ErrorCode, ...ErrorCode[]];
export const errorCodeSchema = z.enum(errorCodes);

/** Where in a config file an error is. `line` and `column` count from 1. */
export const sourcePlaceSchema = z.object({
  file: z.string(),
  line: z.number().int().positive().nullable(),
  column: z.number().int().positive().nullable(),
  property: z.string().nullable(),
});
export type SourcePlace = z.infer<typeof sourcePlaceSchema>;

/** The first CloudFormation resource that failed, and why. What is optional is missing from errors that were stored before it was known. */
export const failedResourceSchema = z.object({
  /** The stack that it is in: the stage's own, or one nested in it. */
  stackName: z.string().optional(),
  logicalId: z.string(),
  resourceType: z.string(),
  status: z.string(),
  reason: z.string(),
  class: failureClassSchema.optional(),
  /** What to do about it: one sentence that names the particulars. */
  remedy: z.string().optional(),
  place: sourcePlaceSchema.nullable(),
});
export type FailedResource = z.infer<typeof failedResourceSchema>;

/** One of the deployments that lead, in order, to where a refused one wanted to go. */
export const problemPhaseSchema = z.object({
  title: z.string(),
  text: z.string(),
  /** Stages to deploy, where Windlass knows them. */
  stages: z.array(z.object({ service: z.string(), stage: z.string() })),
  /** The deployment option that makes this phase possible. */
  keepExports: z.array(z.string()).optional(),
});
export type ProblemPhase = z.infer<typeof problemPhaseSchema>;

/** What every error says, wherever it is shown: in a response, on a deployment, in the terminal. */
export const problemDetailSchema = z.object({
  code: errorCodeSchema,
  message: z.string(),
  hint: z.string(),
  places: z.array(sourcePlaceSchema.extend({ message: z.string() })).optional(),
  resource: failedResourceSchema.optional(),
  phases: z.array(problemPhaseSchema).optional(),
  /** After how long the same may work. */
  retryAfterSeconds: z.number().int().nonnegative().optional(),
});
export type ProblemDetail = z.infer<typeof problemDetailSchema>;

/** An RFC 9457 problem document. `type` is `/problems/<code>`; `errors` names the fields of an invalid request. */
export const problemDocumentSchema = problemDetailSchema.extend({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  requestId: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type ProblemDocument = z.infer<typeof problemDocumentSchema>;

type ProblemExtra = Pick<ProblemDetail, "places" | "resource" | "phases" | "retryAfterSeconds">;

/**
 * An error that is somebody's to know: it has a code, a message that names the particulars and a hint that says
 * what to do next. Everything else that is thrown is a defect.
 */
export class WindlassError extends Error {
  override readonly name = "WindlassError";
  readonly code: ErrorCode;
  readonly hint: string;
  readonly extra: ProblemExtra;

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string; cause?: unknown } & ProblemExtra = {},
  ) {
    const { hint, cause, ...extra } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint ?? errorCatalog[code].hint;
    this.extra = extra;
  }

  get status(): number {
    return errorCatalog[this.code].status;
  }

  toProblemDetail(): ProblemDetail {
    return { code: this.code, message: this.message, hint: this.hint, ...this.extra };
  }
}

import { accessDenied } from "./access-denied.js";
import { captured, type Failure, type FailureRule } from "./failure-rule.js";

/**
 * From the most certain to the least: the first rule that matches counts. A custom resource's message may say
 * why its function failed, so what it says comes before the fact that it is one.
 */
export const failureRules: readonly FailureRule[] = [
  byReason("hook_failed", /hook\(s\) failed|Hook (?:failed|invocation)|failed validation, the following rule|HandlerErrorCode: NonCompliant/i, ({ logicalId, reason }) => {
    const hook = captured(reason, /hook\(s\) failed: \[?([\w:, ]+?)[\].]?(?:\s|$)/i) ?? captured(reason, /rule\(s\) failed: ([\w, ]+)/i);
    return `Change ${logicalId} so that ${hook === null ? "the hook" : `the hook ${hook}`} accepts it, or have the account's owners change the hook.`;
  }),
  byReason("export_in_use", /Export .* cannot be (?:deleted|updated|modified) as it is in use|Exports? cannot be updated|is in use by stack|is imported by/i, ({ reason }) => {
    const name = captured(reason, /Export (\S+) cannot be/i);
    const users = captured(reason, /in use by (?:stack\(s\)\s*:?\s*|stacks? )?([\w-][\w-]*(?:(?:,\s*| and )[\w-]+)*)/i);
    return `Deploy ${users ?? "the stacks that import it"} first without the import${name === null ? "" : ` of ${name}`}, then deploy this again.`;
  }),
  accessDenied,
  byReason("replacement_blocked", /custom-named resource requires replacing|is not supported for update|Update to resource type .* is not supported|Updates? (?:is|are) not allowed|cannot be (?:changed|modified|updated) (?:after|once)|not allow(?:ed)? to (?:change|update)|HandlerErrorCode: NotUpdatable|immutable|create-?only propert/i, ({ logicalId, reason }) => {
    const name = captured(reason, /Rename (\S+) and update/i);
    return name === null
      ? `Put the property of ${logicalId} that cannot change back, or give the resource another logical id so that a new one is made beside it.`
      : `Rename ${name} (the name of ${logicalId}), or leave the name out so that CloudFormation can make the replacement beside it.`;
  }),
  byReason("stateful_protected", /deletion ?protection|Action denied by stack policy|not empty|BucketNotEmpty|RepositoryNotEmpty|TerminationProtection|object ?lock|is protected (?:from|against)/i, ({ logicalId, reason }) => {
    if (/stack policy/i.test(reason)) return `The stack's policy protects ${logicalId}: change the policy in CloudFormation if this update is meant.`;
    if (/not ?empty/i.test(reason)) return `Empty ${logicalId} with all its versions, or keep it by DeletionPolicy: Retain.`;
    return `Turn the deletion protection of ${logicalId} off if it is to go, or keep it by DeletionPolicy: Retain.`;
  }),
  byReason("quota", /LimitExceeded|limit exceeded|ServiceLimit|ServiceQuota|maximum number of|QuotaExceeded|exceeds? (?:the )?(?:quota|limit|maximum)|TooMany(?!Requests)\w*|UnreservedConcurrentExecution below|size limit|Unzipped size must be smaller|reached the (?:maximum|limit)|cannot exceed quota|HandlerErrorCode: ServiceLimitExceeded|number of .* has been reached/i, quotaRemedy),
  byReason("throttling", /Rate exceeded|Throttl|TooManyRequests|Too many requests|SlowDown|reduce your request rate|RequestLimitExceeded|concurrent (?:modification|update)|OperationAborted|conflicting (?:conditional )?operation|ConcurrentModification|in progress for (?:this|the) (?:resource|function)/i, ({ logicalId }) =>
    `Deploy again in a few minutes: AWS could not take the change of ${logicalId} just then.`,
  ),
  byReason("custom_resource", /from custom resource|Custom Resource failed to stabilize|Invalid response object|custom resource .*(?:timed out|failed)/i, customResourceRemedy),
  byReason("custom_resource", /response from your Custom Resource/i, ({ logicalId, reason }) => {
    const request = captured(reason, /requestId \[([\w-]+)\]/i);
    return `Make the function behind ${logicalId} answer CloudFormation in every case, within its time limit${request === null ? "" : ` (its log names the request ${request})`}.`;
  }),
  byReason("invalid_property", /Properties validation failed|unsupported property/i, invalidRemedy),
  byReason("name_taken", /already exists|already been taken|AlreadyExists|AlreadyOwnedByYou|EntityAlreadyExists|NameAlreadyInUse|is already (?:associated|in use|being used|registered)|HandlerErrorCode: AlreadyExists|already a .* with (?:the|this) name|DuplicateResource/i, ({ logicalId, reason }) => {
    const name = takenName(reason);
    return `Give ${logicalId} another name${name === null ? "" : ` than ${name}`}, or delete or import what has it.`;
  }),
  byReason("dependency_violation", /DependencyViolation|dependent object|has dependenc|DeleteConflict|must (?:detach|delete|remove|disassociate)|is (?:currently |still )?in use|ResourceInUse|still (?:referenced|attached|associated)|is referenced by|Cannot delete entity|HandlerErrorCode: ResourceConflict/i, ({ logicalId, reason }) => {
    const other = captured(reason, /(?:used by|in use by|attached to|referenced by|associated with)\s+(?:an?\s+)?(?:Lambda function\s+)?["'[]?([\w:/.-]+[\w])/i);
    return `Detach ${logicalId} from ${other ?? "what still uses it"} first, then deploy again.`;
  }),
  byReason("timeout", /attempts to wait|timed? ?out|time exceeded|not stabiliz|NotStabilized|fail(?:ed)? to stabilize|Received \d+ SUCCESS signal|deadline|circuit breaker/i, ({ logicalId, resourceType }) =>
    `Find out in AWS why ${logicalId} (${resourceType}) did not become ready in time, such as a health check or a network that blocks it, then deploy again.`,
  ),
  byReason("not_found", /NoSuch\w+|does not exist|NotFound|not found|can't find|cannot be found|could not be found|No export named|cannot find|doesn't exist|HandlerErrorCode: NotFound|Unable to (?:fetch|retrieve) (?:parameters|the)/i, notFoundRemedy),
  byReason("service_error", /Internal (?:Failure|error|server)|InternalFailure|InternalError|ServiceInternalError|ServiceUnavailable|temporarily unavailable|HandlerErrorCode: (?:InternalFailure|ServiceInternalError|NetworkFailure|HandlerInternalFailure)|Status Code: 5\d\d/i, ({ logicalId, resourceType }) =>
    `AWS failed inside while it made ${logicalId} (${resourceType}): deploy again, and ask AWS support if it stays.`,
  ),
  byReason("invalid_property", /invalid|unsupported property|must (?:be|not|have|contain|match|specify|only)|required|extraneous key|failed to satisfy|Malformed|not a valid|unrecognized|Template error|is not (?:supported|allowed|permitted|available)|ValidationException|ValidationError|Validation failed|BadRequest|cannot be (?:empty|used|specified|null)|Status Code: 400|only (?:one|supported)/i, invalidRemedy),
  {
    class: "custom_resource",
    matches: ({ resourceType }) => resourceType.startsWith("Custom::") || resourceType === "AWS::CloudFormation::CustomResource",
    remedy: customResourceRemedy,
  },
];

function byReason(failureClass: FailureRule["class"], pattern: RegExp, remedy: FailureRule["remedy"]): FailureRule {
  return { class: failureClass, matches: ({ reason }) => pattern.test(reason), remedy };
}

function customResourceRemedy({ logicalId, reason }: Failure): string {
  const stream = captured(reason, /Log Stream:\s*(\S+)/i);
  return `Repair the function behind ${logicalId}: its log${stream === null ? "" : ` (stream ${stream})`} says why it answered FAILED.`;
}

function quotaRemedy({ logicalId, resourceType, reason }: Failure): string {
  if (/UnreservedConcurrentExecution/i.test(reason)) {
    const floor = captured(reason, /minimum value of \[(\d+)\]/);
    return `Lower the reserved concurrency of ${logicalId}, or have the account's Lambda concurrency raised: ${floor ?? "a minimum of"} must stay unreserved.`;
  }
  if (/Unzipped size|size limit/i.test(reason)) {
    const limit = captured(reason, /(?:smaller than|maximum allowed size of|limit of) (\d+)/i);
    return `Make the code of ${logicalId} smaller${limit === null ? "" : ` than ${limit} bytes`}, layers included, such as by bundling it or by a container image.`;
  }
  return `Have the quota for ${resourceType} raised in Service Quotas, or delete what is no longer used, then deploy ${logicalId} again.`;
}

/** The name in the way, as the services' messages write it: in a list of properties, in quotes, in brackets, or bare before the verb. */
function takenName(reason: string): string | null {
  return (
    captured(reason, /identifier '\{"[^"]+":"([^"]+)"/) ??
    captured(reason, /identifier '([^']+)'/) ??
    captured(reason, /(?:with (?:the )?(?:name|id|domain)|named?|identifier|log group|Function|bucket)[: ]+["'[]?([\w./-]+[\w])["'\]]? already exists/i) ??
    captured(reason, /(?:^|["\s])([\w./-]+) already exists/i)
  );
}

function notFoundRemedy({ logicalId, reason }: Failure): string {
  const exported = captured(reason, /No export named (\S+) found/i);
  if (exported !== null) return `Deploy the stack that exports ${exported} first, to the same account and region, or correct the name.`;
  if (/NoSuchKey|NoSuchBucket/i.test(reason)) return `The code of ${logicalId} is no longer in its bucket: deploy the commit again so that it is uploaded.`;
  const name =
    captured(reason, /(?:parameter|secret|role|key|table|topic|queue|user pool|layer|function|image|subnet|group|zone|stream)s?:? ?["'[]?([\w:/.-]*[\w])["'\]]? (?:does not exist|doesn't exist|not found|cannot be found|could not be found)/i) ??
    captured(reason, /(arn:aws[^\s"',)]+)/);
  return `Make ${name ?? "what the reason names"} exist before ${logicalId} refers to it, in the same region, or correct the reference.`;
}

function invalidRemedy({ logicalId, reason }: Failure): string {
  const property =
    captured(reason, /unsupported property (\w+)/i) ??
    captured(reason, /extraneous key \[(\w+)\]/i) ??
    captured(reason, /required key \[(\w+)\]/i) ??
    captured(reason, /#\/([\w/]+)/) ??
    captured(reason, /at '(\w+)' failed to satisfy/i) ??
    captured(reason, /(?:property|parameter|value for) ["']?(\w+)["']?/i);
  return property === null
    ? `Correct ${logicalId} as the reason says.`
    : `Correct ${property} of ${logicalId} as the reason says.`;
}

import { captured, type FailureRule } from "./failure-rule.js";

const denied =
  /not authori[sz]ed to perform|AccessDenied|Access Denied|UnauthorizedOperation|You are not authorized|permissions error|does not have permissions?|cannot be assumed by|insufficient permissions|explicit deny|SubscriptionRequired|HandlerErrorCode: (AccessDenied|InvalidCredentials|UnauthorizedTaggingOperation)|Status Code: 403/i;

/** A permission that is missing: who lacks which action on what, and which kind of policy is in the way. */
export const accessDenied: FailureRule = {
  class: "access_denied",
  matches: ({ reason }) => denied.test(reason),
  remedy(failure) {
    const { reason, logicalId } = failure;
    const service = captured(reason, /cannot be assumed by (\w+)/i);
    if (service !== null) return `Let ${service} assume the role of ${logicalId}: its trust policy must allow sts:AssumeRole to that service.`;
    if (/SubscriptionRequired/i.test(reason)) return `The AWS account is not signed up for the service of ${logicalId} (${failure.resourceType}): finish its registration in the AWS console.`;
    const { action, principal, target } = readDenial(reason);
    const who = principal ?? "the role that CloudFormation works with";
    const what = `${action ?? "the action that the reason names"}${target === null ? "" : ` on ${target}`}`;
    if (/service control policy/i.test(reason)) return `A service control policy of the organization denies ${who} ${what}: ask its administrators to allow it.`;
    if (/permissions boundary/i.test(reason)) return `The permissions boundary of ${who} must allow ${what}.`;
    if (/explicit deny/i.test(reason)) return `A policy denies ${what} to ${who} explicitly: take that statement away.`;
    if (/resource-based policy allows/i.test(reason)) return `The resource's own policy must allow ${who} ${what}.`;
    return `Allow ${what} to ${who}.`;
  },
};

type Denial = { action: string | null; principal: string | null; target: string | null };

/** Who was denied what, as IAM's messages say it. */
function readDenial(reason: string): Denial {
  const action =
    captured(reason, /not authori[sz]ed to perform:?\s+["']?([\w-]+:[\w*]+)/i) ??
    captured(reason, /(?:allows?|API:)\s+(?:the\s+)?([\w-]+:\w+)(?:\s+(?:action|permission|User|Access)|\s)/) ??
    captured(reason, /does not have permissions? to (?:call|perform) ([\w-]+:?\w+)/i);
  const principal = captured(reason, /(arn:aws[\w-]*:(?:sts|iam)::\d*:[^\s"',]+)\s+is not authori[sz]ed/i);
  const target = captured(reason, /on resource:?\s+["']?((?:arn|role|user|policy)[^\s"',;)]+|\S+\*)["']?/i);
  return { action, principal: principal === null ? null : shortPrincipal(principal), target };
}

/** `arn:aws:sts::1:assumed-role/name/session` is the role `name` to whoever grants it something. */
function shortPrincipal(arn: string): string {
  const role = /:assumed-role\/([^/]+)/.exec(arn)?.[1];
  if (role !== undefined) return `the role ${role}`;
  const user = /:user\/(\S+)/.exec(arn)?.[1];
  return user === undefined ? arn : `the user ${user}`;
}


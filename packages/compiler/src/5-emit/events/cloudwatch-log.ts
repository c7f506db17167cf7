import { join, ref } from "@windlass/cloudformation/intrinsics";
import { CompileError } from "../../diagnostic.js";
import { idOf, permissionId } from "../../4-model/naming.js";
import { eventsOfFunction } from "../event-emitter.js";
import { lambdaPermission, localArn } from "../lambda-permission.js";
import { lambdaTarget, type TemplateBuilder } from "../template-builder.js";

/** What CloudWatch Logs allows of a log group. */
const maxFiltersPerGroup = 2;

/** `cloudwatchLog`: a subscription for each log group, and one permission for all groups of a function. */
export function emitCloudwatchLog(builder: TemplateBuilder): void {
  const filters = new Map<string, number>();
  for (const fn of builder.model.functions) {
    const groups: string[] = [];
    for (const [index, { event, path }] of eventsOfFunction(fn, "cloudwatchLog").entries()) {
      const { logGroup: name, filter } = typeof event === "string" ? { logGroup: event } : event;
      const logGroup = oneLine(name);
      const count = (filters.get(logGroup) ?? 0) + 1;
      filters.set(logGroup, count);
      if (count > maxFiltersPerGroup) throw new CompileError({ code: "conflict", message: `A log group can have ${maxFiltersPerGroup} subscriptions; "${logGroup}" would have more`, path });
      groups.push(logGroup);
      const permission = permissionId(fn.key, "LogsSubscriptionFilterCloudWatchLog");
      builder.add(
        `${idOf(fn.key)}LogsSubscriptionFilterCloudWatchLog${index + 1}`,
        {
          Type: "AWS::Logs::SubscriptionFilter",
          DependsOn: fn.alias ? [permission, fn.alias.logicalId] : [permission],
          Properties: { LogGroupName: logGroup, FilterPattern: unescapeFilter(oneLine(filter ?? "")), DestinationArn: lambdaTarget(fn) },
        },
        path,
      );
      const principal = join("", ["logs.", ref("AWS::Region"), ".amazonaws.com"]);
      builder.add(permission, lambdaPermission(fn, principal, localArn("logs", ":log-group:", commonName(groups), ":*")), path);
    }
  }
}

function oneLine(text: string): string {
  return text.replace(/\r?\n/g, "");
}

/** A filter whose quotes are escaped was written for the reference's older versions: it is unescaped once. */
function unescapeFilter(filter: string): string {
  const slash = filter.indexOf("\\");
  return slash >= 0 && filter.indexOf('"') > slash ? filter.replace(/\\("|\\|')/g, "$1") : filter;
}

/** The one name, or the beginning that several names share and a star. */
function commonName(names: string[]): string {
  const [first = "", ...others] = names;
  if (others.length === 0) return first;
  let length = first.length;
  for (const name of others) while (!name.startsWith(first.slice(0, length))) length -= 1;
  const shared = first.slice(0, length);
  return shared.endsWith("*") ? shared : `${shared}*`;
}

import type { DriftDifference, DriftFindings, NotCheckable } from "@windlass/contracts/drift";
import type { TextMasker } from "@windlass/operations/masking/masker";
import type { Keyring } from "@windlass/operations/sealing";
import type { Difference } from "./compare-function.js";
import { liveOthers, otherResources, type Inspected, type StageInspection } from "./inspect-stage.js";

type FindingsInput = {
  release: number;
  /** What the check before saw of values that only CloudFormation knows, of the same deployment. */
  observed: DriftFindings["observed"];
  keyring: Pick<Keyring, "mac">;
  masker: TextMasker;
};

/** What is kept and shown of an inspection: masked, with environment values as keyed hashes only. */
export function toFindings(inspection: StageInspection, input: FindingsInput): DriftFindings {
  const functions = inspection.functions.map((one) => functionFindings(one, input));
  const others = otherFindings(inspection, input);
  const verified = functions.filter(({ differences, notCheckable }) => differences.length === 0 && notCheckable.length === 0).length;
  return input.masker.json({
    release: input.release,
    functions: { verified, total: functions.length },
    resources: others.counts,
    differences: [...functions.flatMap(({ differences }) => differences), ...others.differences],
    notCheckable: [...functions.flatMap(({ notCheckable }) => notCheckable), ...others.notCheckable],
    observed: Object.fromEntries(functions.map(({ logicalId, observed }) => [logicalId, observed])),
  });
}

function functionFindings({ expected, live, differences }: Inspected, input: FindingsInput) {
  const { logicalId, functionName: name } = expected;
  const resourceType = "AWS::Lambda::Function";
  const notCheckable: NotCheckable[] = [];
  if (expected.code === null) notCheckable.push({ logicalId, resourceType, name, reason: "Its code is no zip of the release: inline code, an image, or a zip from elsewhere." });
  const found = [...differences];
  const observed: Record<string, string> = {};
  const before = input.observed[logicalId] ?? {};
  const unknown = live === null ? [] : Object.keys(expected.environment).filter((variable) => expected.environment[variable] === undefined);
  for (const variable of unknown) {
    const now = hashOf(live?.environment[variable] ?? null, input);
    const known = before[variable];
    observed[variable] = known ?? now;
    if (known !== undefined && known !== now) found.push({ logicalId, aspect: "environment", property: variable, expected: null, actual: live?.environment[variable] ?? null });
  }
  const first = unknown.filter((variable) => before[variable] === undefined);
  if (first.length > 0) {
    notCheckable.push({ logicalId, resourceType, name, reason: `Only CloudFormation knows the value of ${first.join(", ")}. From the next check on it is compared with what is there now.` });
  }
  return { logicalId, observed, notCheckable, differences: found.map((difference) => toDifference(difference, { name, resourceType: typeOf(difference), ...input })) };
}

function typeOf({ aspect }: Difference): string {
  if (aspect === "alias" || aspect === "provisioned_concurrency") return "AWS::Lambda::Alias";
  return aspect === "event_source" ? "AWS::Lambda::EventSourceMapping" : "AWS::Lambda::Function";
}

function toDifference(difference: Difference, input: { name: string; resourceType: string; keyring: FindingsInput["keyring"] }): DriftDifference {
  const { name, resourceType, keyring } = input;
  const secret = difference.aspect === "environment";
  const shown = (value: string | null): string | null => (secret && value !== null ? hashOf(value, { keyring }) : value);
  const identity = [difference.logicalId, difference.aspect, difference.property, difference.actual];
  return {
    ...difference,
    name,
    resourceType,
    fingerprint: keyring.mac("drift/fingerprint", JSON.stringify(identity)).toString("hex").slice(0, 32),
    expected: shown(difference.expected),
    actual: shown(difference.actual),
  };
}

/** Tells one value from another, and nothing else of it. */
function hashOf(value: string | null, { keyring }: { keyring: FindingsInput["keyring"] }): string {
  return `#${keyring.mac("drift/value", value ?? "").toString("hex").slice(0, 12)}`;
}

function otherFindings({ drift, stacks }: StageInspection, input: FindingsInput) {
  const live = liveOthers(stacks);
  const unavailable = drift.find((one) => !one.available);
  if (unavailable && !unavailable.available) {
    const { reason } = unavailable;
    const notCheckable = live.map(({ logicalId, resourceType, physicalId }) => ({ logicalId, resourceType, name: physicalId, reason }));
    return { counts: { verified: 0, total: live.length }, differences: [], notCheckable };
  }
  const found = otherResources(drift);
  const checked = new Set(found.filter(({ status }) => status !== "not_checked").map(({ logicalId }) => logicalId));
  const differences = found.flatMap((resource) => {
    const { logicalId, physicalId, resourceType: type } = resource;
    const named = { name: physicalId ?? logicalId, resourceType: type, ...input };
    if (resource.status === "deleted") return [toDifference({ logicalId, aspect: "resource", property: null, expected: "there", actual: "deleted" }, named)];
    return resource.properties.map(({ path, expected, actual }) => toDifference({ logicalId, aspect: "property", property: path, expected, actual }, named));
  });
  const reason = "CloudFormation cannot detect drift of resources of this type.";
  const notCheckable = live.filter(({ logicalId }) => !checked.has(logicalId)).map(({ logicalId, resourceType, physicalId }) => ({ logicalId, resourceType, name: physicalId, reason }));
  return { counts: { verified: found.filter(({ status }) => status === "in_sync").length, total: live.length }, differences, notCheckable };
}

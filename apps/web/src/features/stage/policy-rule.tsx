import { useMutation, useQueryClient } from "@tanstack/react-query";
import { policyLevelSchema, policyLevels, type PolicyLevel } from "@windlass/contracts/finding";
import type { Stage } from "@windlass/contracts/stage";
import { Check, TriangleAlert, X } from "lucide-react";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { useMay } from "../../queries/me.js";
import { stageQuery } from "../../queries/stages.js";
import { Chip, Mono, type Tone } from "../../ui/chip.js";
import { FindingPlace } from "../../ui/finding-place.js";
import { Prose } from "../../ui/prose.js";
import { Select } from "../../ui/select.js";
import { useToast } from "../../ui/toast.js";
import type { RuleGroup } from "./policy-groups.js";

const levelText = { mandatory: "Blocks", advisory: "Warns", off: "Off" } as const satisfies Record<PolicyLevel, string>;
const severityTone = { critical: "bad", high: "bad", medium: "warn", low: "idle" } as const satisfies Record<RuleGroup["severity"], Tone>;

/** One rule: whether it holds, where it fails and how to repair that, and its level for this stage. */
export function PolicyRule({ stage, group, release }: { stage: Stage; group: RuleGroup; release: number | null }) {
  const fails = group.failures.length > 0;
  const blocks = group.level === "mandatory";
  const Icon = fails ? (blocks ? X : TriangleAlert) : Check;
  return (
    <li className="grid grid-cols-1 gap-x-5 gap-y-2 px-4 py-3.5 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="flex min-w-0 gap-3">
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${fails ? (blocks ? "text-bad" : "text-warn") : "text-good"}`} />
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-medium">
              <Prose text={group.title} />
            </span>
            <span className="sr-only">{fails ? "fails" : "holds"}</span>
            <Chip tone={fails ? severityTone[group.severity] : "idle"}>{group.severity}</Chip>
          </p>
          <p className="text-note text-ink-faint">
            <Mono>{`${group.pack}/${group.rule}`}</Mono>
          </p>
          {fails && (
            <ul className="mt-2 space-y-1.5">
              {group.failures.map((failure) => (
                <li key={failure.id} className="text-ink-soft">
                  {failure.logicalId !== null && <Mono className="mr-2 font-semibold text-ink">{failure.logicalId}</Mono>}
                  <Prose text={failure.message} />
                  <FindingPlace finding={failure} release={{ service: stage.service, stage: stage.name, release }} className="block w-fit text-note" />
                </li>
              ))}
              <li className="text-ink-soft">
                <Prose text={group.hint} />
              </li>
            </ul>
          )}
        </div>
      </div>
      <LevelSelect stage={stage} group={group} />
    </li>
  );
}

function LevelSelect({ stage, group }: { stage: Stage; group: RuleGroup }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const may = useMay("stage:update");
  const address = { service: stage.service, stage: stage.name };
  const mutation = useMutation({
    mutationFn: (level: PolicyLevel) => api.stages.update(address, { policyLevels: { ...stage.policyLevels, [group.rule]: level } }),
    onSuccess: (updated, level) => {
      queryClient.setQueryData(stageQuery(address).queryKey, updated);
      notify({ tone: "good", title: `${group.title}: ${levelText[level].toLowerCase()}`, text: "Counts from the next deployment on." });
    },
    onError: (error) => notify({ tone: "bad", title: "The level was not changed", text: problemOf(error).message }),
  });
  const shown = mutation.isPending ? mutation.variables : group.level;
  return (
    <Select
      small
      aria-label={`Level of ${group.title} in this stage`}
      className="w-28 self-start max-sm:ml-7"
      value={shown}
      disabled={!may || mutation.isPending}
      onChange={(event) => mutation.mutate(policyLevelSchema.parse(event.target.value))}
    >
      {policyLevels.map((level) => (
        <option key={level} value={level}>
          {levelText[level]}
        </option>
      ))}
    </Select>
  );
}

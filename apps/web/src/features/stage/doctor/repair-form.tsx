import { useMutation } from "@tanstack/react-query";
import type { StageAddress } from "@windlass/client/address";
import type { Obstacle, RepairAction, StackDiagnosis } from "@windlass/contracts/stack-diagnosis";
import { useState } from "react";
import { api } from "../../../api/client.js";
import { problemOf } from "../../../api/problem-of.js";
import { Button } from "../../../ui/button.js";
import { Mono } from "../../../ui/chip.js";
import { TypedName } from "../../../ui/confirm-delete.js";
import { Problem } from "../../../ui/problem.js";
import { SegmentedChoice } from "../../../ui/segmented-choice.js";
import { newIdempotencyKey } from "../idempotency-key.js";
import { useWatchDeployment } from "../use-deploy.js";

type Offer = Obstacle["offers"][number];
/** What a person decided about each obstacle; `none`: it is left to CloudFormation. */
type Decisions = Record<string, Offer | "none">;

const actionWords = {
  continue_rollback: "Continue the roll-back",
  delete_failed_create: "Delete the stack that never worked",
  clean_review: "Clean up the change sets",
  retry_deletion: "Go on with the deletion",
} as const satisfies Record<RepairAction, string>;

const offerWords = { skip: "Skip", empty: "Empty", retain: "Retain" } as const satisfies Record<Offer, string>;
const leaveWords = { continue_rollback: "Try again", delete_failed_create: "Delete", clean_review: "Leave", retry_deletion: "Try again" } as const satisfies Record<RepairAction, string>;

interface RepairFormProps {
  address: StageAddress;
  diagnosis: StackDiagnosis;
  action: RepairAction;
}

/** What is in the way, what to do about each, and the one button. What deletes or gives something up wants the name typed. */
export function RepairForm({ address, diagnosis, action }: RepairFormProps) {
  const { obstacles, notes } = diagnosis;
  const [decisions, setDecisions] = useState<Decisions>(() => Object.fromEntries(obstacles.map(({ id, offers }) => [id, offers.includes("retain") ? "retain" : "none"])));
  const watch = useWatchDeployment();
  const decided = (offer: Offer): string[] => Object.entries(decisions).flatMap(([id, decision]) => (decision === offer ? [id] : []));
  const loses = action === "delete_failed_create" || action === "retry_deletion" || decided("skip").length > 0;
  const mutation = useMutation({
    mutationFn: () => {
      const input = { action, skip: decided("skip"), emptyBuckets: decided("empty"), retain: decided("retain"), ...(loses ? { confirm: address.stage } : {}) };
      return api.deployments.repair(address, input, { idempotencyKey: newIdempotencyKey() });
    },
    onSuccess: watch,
  });
  const problem = mutation.error === null ? null : <Problem problem={problemOf(mutation.error)} />;
  return (
    <>
      {obstacles.length > 0 && (
        <ul aria-label="In the way" className="divide-y divide-line rounded-md border border-line">
          {obstacles.map((obstacle) => (
            <ObstacleRow
              key={obstacle.id}
              obstacle={obstacle}
              leave={leaveWords[action]}
              decision={decisions[obstacle.id] ?? "none"}
              onDecide={(decision) => setDecisions((before) => ({ ...before, [obstacle.id]: decision }))}
            />
          ))}
        </ul>
      )}
      {notes.map((note) => (
        <p key={note} className="text-note text-ink-soft">
          {note}
        </p>
      ))}
      {loses ? (
        <TypedName name={address.stage} action={actionWords[action]} busy={mutation.isPending} onConfirm={() => mutation.mutate()} cancel={null}>
          {problem}
        </TypedName>
      ) : (
        <>
          {problem}
          <Button tone="primary" busy={mutation.isPending} onClick={() => mutation.mutate()}>
            {actionWords[action]}
          </Button>
        </>
      )}
    </>
  );
}

interface ObstacleRowProps {
  obstacle: Obstacle;
  /** What happens to it where nothing is decided. */
  leave: string;
  decision: Offer | "none";
  onDecide: (decision: Offer | "none") => void;
}

function ObstacleRow({ obstacle: { id, resourceType, why, offers, physicalId }, leave, decision, onDecide }: ObstacleRowProps) {
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-3.5 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Mono className="font-semibold break-all">{id}</Mono>
          <span className="text-note text-ink-faint">{resourceType}</span>
        </p>
        {physicalId !== null && <Mono className="block text-note break-all text-ink-faint">{physicalId}</Mono>}
        <p className="mt-0.5 text-note break-words text-ink-soft">{why}</p>
      </div>
      {offers.length > 0 && <SegmentedChoice<Offer | "none"> label={`What becomes of ${id}`} options={["none", ...offers]} labels={{ ...offerWords, none: leave }} value={decision} onChange={onDecide} />}
    </li>
  );
}

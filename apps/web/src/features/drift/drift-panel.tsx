import type { DriftCheck, StageDrift } from "@windlass/contracts/drift";
import type { Stage } from "@windlass/contracts/stage";
import { RotateCcw, ScanSearch } from "lucide-react";
import type { ReactNode } from "react";
import { useMay } from "../../queries/me.js";
import { Button } from "../../ui/button.js";
import { Card, Section } from "../../ui/card.js";
import { Chip, Dot } from "../../ui/chip.js";
import { EmptyState } from "../../ui/empty-state.js";
import { Problem } from "../../ui/problem.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { DifferenceTable } from "./difference-table.js";
import { AcceptedList, countsText, NotCheckableList } from "./drift-parts.js";
import { ScheduleForm } from "./schedule-form.js";
import { useDriftActions, type DriftActions } from "./use-drift-actions.js";

/** Whether AWS still is as the stage's release describes it, and what one can do where it is not. */
export function DriftPanel({ stage, drift }: { stage: Stage; drift: StageDrift }) {
  const actions = useDriftActions({ service: stage.service, stage: stage.name });
  const mayAccept = useMay("drift:accept");
  const mayUpdate = useMay("stage:update");
  if (stage.release === null) {
    return (
      <EmptyState icon={<ScanSearch aria-hidden />} title="Nothing to compare yet">
        Once the stage is deployed, Windlass compares what runs in AWS with the release: code, environment, aliases, concurrency and event sources.
      </EmptyState>
    );
  }
  const { latest, open, accepted } = drift;
  return (
    <div className="space-y-8">
      <Summary latest={latest} checking={open !== null} actions={<Actions check={latest} checking={open !== null} actions={actions} />} />
      {latest?.result && latest.result.differences.length > 0 && (
        <Section title="Differences" description="Values of variables are never shown: a keyed hash tells one from another.">
          <DifferenceTable differences={latest.result.differences} accept={actions.accept} mayAccept={mayAccept} />
        </Section>
      )}
      <AcceptedList accepted={accepted} revoke={actions.revoke} mayAccept={mayAccept} />
      <NotCheckableList items={latest?.result?.notCheckable ?? []} />
      {mayUpdate && (
        <Section title="Schedule">
          <Card className="p-5">
            <ScheduleForm stage={stage} />
          </Card>
        </Section>
      )}
    </div>
  );
}

function Actions({ check, checking, actions }: { check: DriftCheck | null; checking: boolean; actions: DriftActions }) {
  const mayCheck = useMay("drift:check");
  const mayReapply = useMay("deployment:rollback");
  return (
    <>
      {mayCheck && (
        <Button busy={checking || actions.check.isPending} onClick={() => actions.check.mutate()}>
          <ScanSearch aria-hidden />
          {checking ? "Checking…" : "Check now"}
        </Button>
      )}
      {mayReapply && check?.result?.drifted === true && (
        <Button tone="primary" busy={actions.reapply.isPending} onClick={() => actions.reapply.mutate()}>
          <RotateCcw aria-hidden />
          Put the release back
        </Button>
      )}
    </>
  );
}

function Summary({ latest, checking, actions }: { latest: DriftCheck | null; checking: boolean; actions: ReactNode }) {
  return (
    <Card className="flex flex-wrap items-center justify-between gap-4 p-5">
      <div className="min-w-0" role="status">
        {latest === null ? (
          <p className="text-ink-soft">{checking ? "The first check is under way." : "The stage was not checked yet."}</p>
        ) : (
          <Verdict check={latest} />
        )}
      </div>
      <div className="flex flex-wrap gap-2">{actions}</div>
    </Card>
  );
}

function Verdict({ check }: { check: DriftCheck }) {
  if (check.error !== null) return <Problem problem={check.error} />;
  if (check.result === null) return null;
  const { result } = check;
  const open = result.differences.filter(({ accepted }) => !accepted).length;
  const complete = result.functions.verified === result.functions.total;
  const look = result.drifted ? ({ tone: "warn", text: "Drifted" } as const) : complete ? ({ tone: "good", text: "As released" } as const) : ({ tone: "idle", text: "No new difference" } as const);
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        <Chip tone={look.tone}>
          <Dot tone={look.tone} />
          {look.text}
        </Chip>
        <span>{result.drifted ? `${open} ${open === 1 ? "difference" : "differences"}` : `release ${result.release}`}</span>
      </p>
      <p className="mt-1.5 text-ink-soft">
        {`${countsText(result)} `}
        {check.finishedAt !== null && <RelativeTime at={check.finishedAt} />}
      </p>
    </>
  );
}

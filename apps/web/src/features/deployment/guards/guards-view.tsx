import type { GuardReport, GuardResult } from "@windlass/contracts/guard";
import { Card } from "../../../ui/card.js";
import { Chip, Dot, Mono } from "../../../ui/chip.js";
import { useNow } from "../../../ui/clock.js";
import { RelativeTime } from "../../../ui/relative-time.js";
import { durationText } from "../../../ui/time-text.js";
import { kindWords, verdictLook } from "./guard-words.js";

/** What watches the release, what each guard found last and before, and how long the bake time still is. */
export function GuardsView({ report, bakes }: { report: GuardReport; /** Whether the bake time runs: the deployment goes on. */ bakes: boolean }) {
  return (
    <Card>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-3 text-ink-soft">
        {bakes ? <BakeCountdown report={report} /> : <BakeSentence report={report} />}
      </p>
      <ul className="divide-y divide-line">
        {report.guards.map((guard, index) => (
          <GuardRow key={`${index}-${guard.kind}-${guard.name}`} guard={guard} />
        ))}
      </ul>
    </Card>
  );
}

function BakeCountdown({ report }: { report: GuardReport }) {
  const leftMs = Math.max(0, Date.parse(report.bakesUntil) - useNow("fine"));
  const seconds = Math.ceil(leftMs / 1_000);
  return (
    <>
      <span className="tabular-nums">{seconds === 0 ? "The last look is due" : `${durationText(seconds * 1_000)} of the bake time left`}</span>
      {report.checkedAt !== null && (
        <span className="text-note text-ink-faint">
          last look <RelativeTime at={report.checkedAt} />
        </span>
      )}
    </>
  );
}

function BakeSentence({ report }: { report: GuardReport }) {
  const tookMs = report.endedAt === null ? null : Date.parse(report.endedAt) - Date.parse(report.startedAt);
  const watched = tookMs === null ? "" : ` after ${durationText(tookMs)}`;
  switch (report.state) {
    case "watching":
      return <span>The watching has stopped.</span>;
    case "passed":
      return <span>{`No guard tripped; the watching ended${watched}.`}</span>;
    case "tripped":
      return <span>{`A guard tripped${watched}.`}</span>;
    case "cancelled":
      return <span>{`Cancelled${watched}.`}</span>;
    case "failed":
      return <span>{`The deployment could not go on${watched}.`}</span>;
  }
}

function GuardRow({ guard }: { guard: GuardResult }) {
  const { label, tone } = verdictLook[guard.verdict];
  return (
    <li data-guard={guard.name} data-verdict={guard.verdict} className="grid gap-1.5 px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span className="min-w-0 font-medium">
          {kindWords[guard.kind]}
          {guard.name !== guard.kind && <Mono className="ml-2 break-all text-ink-soft">{guard.name}</Mono>}
        </span>
        <Chip tone={tone}>
          <Dot tone={tone} />
          {label}
        </Chip>
      </div>
      {guard.message !== "" && <p className="break-words text-ink-soft">{guard.message}</p>}
      {guard.samples.length > 1 && (
        <details className="text-note text-ink-soft">
          <summary className="w-fit cursor-pointer text-ink-faint hover:text-ink">{`${guard.samples.length} looks`}</summary>
          <ol className="mt-2 grid gap-1">
            {guard.samples.toReversed().map((sample) => (
              <li key={sample.at} className="flex gap-2">
                <Dot tone={verdictLook[sample.verdict].tone} className="mt-1.5" />
                <span className="sr-only">{verdictLook[sample.verdict].label}</span>
                <RelativeTime at={sample.at} className="shrink-0 text-ink-faint" />
                <span className="min-w-0 break-words">{sample.message}</span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </li>
  );
}

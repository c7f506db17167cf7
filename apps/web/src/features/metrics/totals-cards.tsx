import type { ReactNode } from "react";
import { cn } from "../../ui/cn.js";
import { countText, msText, shareText } from "./format-metric.js";
import type { Totals } from "./totals.js";

/** The figures of the stage over the range. */
export function TotalsCards({ totals }: { totals: Totals }) {
  const { invocations, errors, throttles, errorRate, slowest } = totals;
  return (
    <div role="group" aria-label="Totals" className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line shadow-raised sm:grid-cols-3 lg:grid-cols-5">
      <Figure metric="invocations" name="Invocations" note={invocations.toLocaleString("en")}>
        {countText(invocations)}
      </Figure>
      <Figure metric="errors" name="Errors" bad={errors > 0} note={errors.toLocaleString("en")}>
        {countText(errors)}
      </Figure>
      <Figure metric="error-rate" name="Error rate" bad={errors > 0}>
        {errorRate === null ? "–" : shareText(errorRate)}
      </Figure>
      <Figure metric="duration-p95" name="Highest p95" note={slowest?.functionName}>
        {slowest === null ? "–" : msText(slowest.ms)}
      </Figure>
      <Figure metric="throttles" name="Throttles" bad={throttles > 0} note={throttles.toLocaleString("en")}>
        {countText(throttles)}
      </Figure>
    </div>
  );
}

function Figure({ metric, name, bad = false, note, children }: { metric: string; name: string; bad?: boolean; note?: string | undefined; children: ReactNode }) {
  return (
    <div role="group" aria-label={name} data-metric={metric} title={note} className="min-w-0 bg-surface px-4 py-3 max-sm:last:col-span-2">
      <p className="text-note text-ink-faint">{name}</p>
      <p className={cn("text-title font-semibold tracking-tight tabular-nums", bad && "text-bad")}>{children}</p>
    </div>
  );
}

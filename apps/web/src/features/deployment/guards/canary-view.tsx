import type { CanaryReport } from "@windlass/contracts/canary";
import { Card } from "../../../ui/card.js";
import { cn } from "../../../ui/cn.js";
import { Mono } from "../../../ui/chip.js";

/** How much of the traffic the new versions get, share by share, and which versions they are. */
export function CanaryView({ canary }: { canary: CanaryReport }) {
  return (
    <Card className="grid gap-4 p-4">
      <div className="grid gap-1.5">
        <div
          role="meter"
          aria-label="Traffic on the new versions"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={canary.share}
          aria-valuetext={`${canary.share} %`}
          className="h-2 overflow-hidden rounded-full bg-sunken"
        >
          <div className="h-full rounded-full bg-accent transition-[width]" style={{ width: `${canary.share}%` }} />
        </div>
        <ol aria-label="Shares" className="flex flex-wrap gap-x-4 gap-y-1 text-note tabular-nums">
          {canary.steps.map((step) => {
            const reached = canary.shifts.some(({ share }) => share === step);
            return (
              <li key={step} aria-current={step === canary.share ? "step" : undefined} className={cn(reached ? "text-ink" : "text-ink-faint", step === canary.share && "font-semibold")}>
                {`${step} %`}
              </li>
            );
          })}
        </ol>
      </div>
      <ul className="grid gap-1 text-ink-soft">
        {canary.functions.map(({ name, alias, from, to }) => (
          <li key={name}>
            <span className="font-medium text-ink">{name}</span>
            {": alias "}
            <Mono>{alias}</Mono>
            {`, version ${from} → ${to}`}
          </li>
        ))}
      </ul>
    </Card>
  );
}

import type { Step, StepName } from "@windlass/contracts/step";
import { Check, CircleDashed, CircleSlash, LoaderCircle, X, type LucideIcon } from "lucide-react";
import { cn } from "../../../ui/cn.js";
import { Duration } from "../../../ui/duration.js";
import { PlainLink } from "../../../ui/link.js";
import { stepStateLook } from "../../../ui/state-tone.js";
import type { DeploymentSearch } from "../deployment-search.js";
import { stepWords } from "../step-words.js";

const icons = {
  pending: CircleDashed,
  running: LoaderCircle,
  succeeded: Check,
  failed: X,
  skipped: CircleSlash,
  cancelled: CircleSlash,
} as const satisfies Record<Step["state"], LucideIcon>;

const marks = {
  pending: "text-ink-faint",
  running: "bg-run-soft text-run",
  succeeded: "bg-good-soft text-good",
  failed: "bg-bad-soft text-bad",
  skipped: "bg-sunken text-ink-faint",
  cancelled: "bg-sunken text-ink-faint",
} as const satisfies Record<Step["state"], string>;

/** The steps in their order with state and duration. Selecting one shows its rows in the log; again, all rows. */
export function StepsRail({ steps, selected }: { steps: readonly Step[]; selected: StepName | null }) {
  return (
    <ol aria-label="Steps" className="grid gap-px max-lg:rounded-lg max-lg:border max-lg:border-line max-lg:bg-surface max-lg:p-1.5 max-lg:shadow-raised">
      {steps.filter(isShown).map((step) => (
        <StepItem key={step.name} step={step} selected={step.name === selected} />
      ))}
    </ol>
  );
}

/** A stage that asks for neither approval nor guards need not read of them. */
function isShown({ name, state }: Step): boolean {
  return (name !== "approve" && name !== "guard") || (state !== "pending" && state !== "skipped");
}

function StepItem({ step, selected }: { step: Step; selected: boolean }) {
  const { label, description } = stepWords[step.name];
  const Icon = icons[step.state];
  return (
    <li data-step={step.name} data-state={step.state} aria-current={step.state === "running" ? "step" : undefined}>
      <PlainLink
        to="."
        search={(before: DeploymentSearch) => ({ ...before, step: selected ? undefined : step.name })}
        hash=""
        replace
        resetScroll={false}
        data-row
        title={selected ? "Show the rows of all steps" : `${description}. Show its rows only`}
        aria-current={selected}
        className={cn(
          "flex items-center gap-2.5 rounded-md px-2.5 py-1.5 hover:bg-hover hover:no-underline",
          selected && "bg-accent-soft hover:bg-accent-soft",
        )}
      >
        <span className={cn("grid size-5.5 shrink-0 place-items-center rounded-full", marks[step.state])}>
          <Icon aria-hidden className={cn("size-3.5", step.state === "running" && "animate-spin")} />
        </span>
        <span className={cn("min-w-0 flex-1 truncate", step.state === "pending" ? "text-ink-faint" : "font-medium")}>
          {label}
          <span className="sr-only">{`: ${stepStateLook[step.state].label}`}</span>
        </span>
        <StepTime step={step} />
      </PlainLink>
    </li>
  );
}

function StepTime({ step }: { step: Step }) {
  if (step.state === "skipped" || step.state === "cancelled") return <span className="text-note text-ink-faint">{step.state}</span>;
  return <Duration ms={step.durationMs} since={step.state === "running" ? step.startedAt : null} className="text-note text-ink-faint" />;
}

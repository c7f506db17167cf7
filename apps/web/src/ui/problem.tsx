import { CircleAlert, RotateCw } from "lucide-react";
import type { ProblemDetail } from "@windlass/contracts/error";
import { failureClassWords } from "@windlass/contracts/failure-class";
import type { ReactNode } from "react";
import { Button } from "./button.js";
import { Chip, Mono } from "./chip.js";
import { cn } from "./cn.js";
import { Prose } from "./prose.js";

/** Any problem, wherever it comes from: its message, what to do about it, and its code for searching. */
export function Problem({
  problem,
  onRetry,
  actions,
  className,
}: {
  problem: Pick<ProblemDetail, "message" | "hint"> & { code: string } & Pick<ProblemDetail, "places" | "resource"> & { requestId?: string | undefined };
  onRetry?: (() => void) | undefined;
  actions?: ReactNode;
  className?: string;
}) {
  return (
    <div role="alert" className={cn("flex gap-3 rounded-lg border border-bad-mark/35 bg-bad-soft px-4 py-3.5", className)}>
      <CircleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-bad" />
      <div className="min-w-0 flex-1">
        <p className="font-medium whitespace-pre-line text-ink">
          <Prose text={problem.message} />
        </p>
        <p className="mt-0.5 text-ink-soft">
          <Prose text={problem.hint} />
        </p>
        {problem.resource !== undefined && <FailedResourceLine resource={problem.resource} />}
        {problem.places !== undefined && problem.places.length > 0 && <Places places={problem.places} />}
        <p className="mt-2 flex flex-wrap gap-x-3 text-note text-ink-faint">
          <Mono>{problem.code}</Mono>
          {problem.requestId !== undefined && (
            <span>
              request <Mono>{problem.requestId}</Mono>
            </span>
          )}
        </p>
        {(onRetry !== undefined || actions !== undefined) && (
          <div className="mt-3 flex flex-wrap gap-2">
            {onRetry !== undefined && (
              <Button size="small" onClick={onRetry}>
                <RotateCw aria-hidden />
                Try again
              </Button>
            )}
            {actions}
          </div>
        )}
      </div>
    </div>
  );
}

function FailedResourceLine({ resource }: { resource: NonNullable<ProblemDetail["resource"]> }) {
  return (
    <dl className="mt-2.5 rounded-md border border-line bg-surface px-3 py-2">
      <dt className="flex flex-wrap items-baseline gap-x-2">
        <Mono className="font-semibold">{resource.logicalId}</Mono>
        <span className="text-note text-ink-faint">{resource.resourceType}</span>
        <span className="text-note text-bad">{resource.status}</span>
        {resource.class !== undefined && <Chip tone="bad">{failureClassWords[resource.class]}</Chip>}
      </dt>
      <dd className="mt-1 font-mono text-note break-words text-ink-soft">{resource.reason}</dd>
      {resource.place !== null && <dd className="mt-1 text-note text-ink-faint">{placeText(resource.place)}</dd>}
    </dl>
  );
}

function Places({ places }: { places: NonNullable<ProblemDetail["places"]> }) {
  return (
    <ul className="mt-2.5 space-y-1.5 rounded-md border border-line bg-surface px-3 py-2">
      {places.map((place, index) => (
        <li key={index} className="text-note">
          <Mono className="font-semibold">{placeText(place)}</Mono>
          <span className="block text-ink-soft">
            <Prose text={place.message} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** `serverless.yml:12:5 functions.hello.handler` */
export function placeText(place: { file: string; line: number | null; column: number | null; property: string | null }): string {
  const position = [place.file, place.line, place.column].filter((part) => part !== null).join(":");
  return place.property === null ? position : `${position} ${place.property}`;
}

import type { Budget, BudgetLine } from "@windlass/contracts/plan";
import { cn } from "../../../ui/cn.js";

const names = { resources: "Resources", templateBytes: "Template bytes", outputs: "Outputs", parameters: "Parameters" } as const;
/** From here on people should think about splitting: the compiler warns at the same mark. */
const nearly = 0.8;

/** How much of what CloudFormation takes the template needs, and which events need it. */
export function BudgetBars({ budget }: { budget: Budget }) {
  return (
    <div className="grid gap-4 px-4 py-3.5">
      <dl className="grid grid-cols-1 gap-x-6 gap-y-3 sm:grid-cols-2">
        {(["resources", "templateBytes", "outputs", "parameters"] as const).map((name) => (
          <Bar key={name} name={names[name]} line={budget[name]} />
        ))}
      </dl>
      {budget.events.length > 0 && (
        <p className="text-note text-ink-soft">
          {"What events cost: "}
          {budget.events.map(({ type, count, resources }) => `${type} × ${count} = ${resources} ${resources === 1 ? "resource" : "resources"}`).join(", ")}
        </p>
      )}
    </div>
  );
}

function Bar({ name, line: { before, after, limit } }: { name: string; line: BudgetLine }) {
  const share = Math.min(1, after / limit);
  const change = before === null || before === after ? "" : `, ${after > before ? "+" : "−"}${format(Math.abs(after - before))}`;
  return (
    <div className="min-w-0">
      <dt className="text-note text-ink-faint">{name}</dt>
      <dd>
        <span className="tabular-nums">{`${format(after)} / ${format(limit)}${change}`}</span>
        <span aria-hidden className="mt-1 block h-1.5 overflow-hidden rounded-full bg-sunken">
          <span className={cn("block h-full rounded-full", share > 1 - 1e-9 ? "bg-bad-mark" : share >= nearly ? "bg-warn-mark" : "bg-run-mark")} style={{ width: `${Math.max(1, share * 100)}%` }} />
        </span>
      </dd>
    </div>
  );
}

function format(count: number): string {
  return count.toLocaleString("en-US");
}

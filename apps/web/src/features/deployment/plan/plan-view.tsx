import type { Plan } from "@windlass/contracts/plan";
import { AccessList } from "./access-list.js";
import { BudgetBars } from "./budget-bars.js";
import { ChangeRow } from "./change-row.js";
import { CodeTable } from "./code-table.js";
import { ExportsInUse } from "./exports-in-use.js";
import { planGroups } from "./plan-groups.js";
import { PlanPart } from "./plan-part.js";

/** What a deployment changes, what may lose something first: resources, rights, code, and how full the template is. */
export function PlanView({ plan }: { plan: Plan }) {
  const groups = planGroups(plan.changes);
  if (plan.operation === "none") {
    return <p className="rounded-lg border border-line bg-surface px-4 py-3.5 text-ink-soft">Nothing to change: the stack is already as this release wants it.</p>;
  }
  return (
    <div className="grid min-w-0 gap-4">
      {plan.exportsInUse.length > 0 && <ExportsInUse exportsInUse={plan.exportsInUse} />}
      {groups.length === 0 && <p className="rounded-lg border border-line bg-surface px-4 py-3.5 text-ink-soft">No resource changes: only outputs, tags or settings of the stack do.</p>}
      {groups.length > 0 && (
        <div className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-raised">
          {groups.map(({ title, changes }) => (
            <section key={title} aria-label={title}>
              <h3 className="bg-sunken/60 px-4 py-1.5 text-note font-medium text-ink-soft">{`${title} (${changes.length})`}</h3>
              <ul className="divide-y divide-line">
                {changes.map((change) => (
                  <ChangeRow key={change.logicalId} change={change} />
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
      {plan.access.length > 0 && (
        <PlanPart title={`Rights and network (${plan.access.length})`}>
          <AccessList access={plan.access} />
        </PlanPart>
      )}
      {plan.code.length > 0 && (
        <PlanPart title={`Code (${plan.code.length})`}>
          <CodeTable code={plan.code} />
        </PlanPart>
      )}
      {plan.budget !== null && (
        <PlanPart title="Budget">
          <BudgetBars budget={plan.budget} />
        </PlanPart>
      )}
    </div>
  );
}

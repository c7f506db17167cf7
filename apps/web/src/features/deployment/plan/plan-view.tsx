import type { Plan } from "@windlass/contracts/plan";
import { ChangeRow } from "./change-row.js";
import { planGroups } from "./plan-groups.js";

/** What a deployment changes, resource by resource, what may lose something first. */
export function PlanView({ plan }: { plan: Plan }) {
  const groups = planGroups(plan.changes);
  if (groups.length === 0) {
    return <p className="rounded-lg border border-line bg-surface px-4 py-3.5 text-ink-soft">Nothing to change: the stack is already as this release wants it.</p>;
  }
  return (
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
  );
}

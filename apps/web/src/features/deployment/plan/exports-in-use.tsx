import type { ExportInUse } from "@windlass/contracts/plan";
import { Mono } from "../../../ui/chip.js";
import { TextLink } from "../../../ui/link.js";
import { PlanPart } from "./plan-part.js";

const effects = { removed: "is taken away", changed: "changes", may_change: "may change" } as const satisfies Record<ExportInUse["change"], string>;

/** Exported values that go or change although other stacks import them, and which stacks these are. */
export function ExportsInUse({ exportsInUse }: { exportsInUse: readonly ExportInUse[] }) {
  return (
    <PlanPart title={`Exports in use (${exportsInUse.length})`}>
      <ul className="divide-y divide-line">
        {exportsInUse.map(({ name, change, importers }) => (
          <li key={name} className="px-4 py-2">
            <Mono className="font-medium break-all">{name}</Mono> <span className={change === "may_change" ? "text-warn" : "text-bad"}>{effects[change]}</span>
            {", imported by "}
            {importers.map((importer, index) => (
              <span key={importer.stackName}>
                {index > 0 && ", "}
                <ImporterName importer={importer} />
              </span>
            ))}
          </li>
        ))}
      </ul>
    </PlanPart>
  );
}

function ImporterName({ importer: { stackName, service, stage } }: { importer: ExportInUse["importers"][number] }) {
  if (service === null || stage === null) return <Mono title="Not deployed by Windlass">{stackName}</Mono>;
  return (
    <TextLink to="/services/$service/stages/$stage" params={{ service, stage }}>
      {`${service} / ${stage}`}
    </TextLink>
  );
}

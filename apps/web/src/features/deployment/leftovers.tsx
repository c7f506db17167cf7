import type { DeploymentResults } from "@windlass/contracts/deployment-results";
import type { Leftover } from "@windlass/contracts/removal";
import { Chip, Mono, type Tone } from "../../ui/chip.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../ui/table.js";

const looks = {
  left: { label: "Left", tone: "bad" },
  retained: { label: "Retained", tone: "warn" },
  gone: { label: "Gone", tone: "good" },
} as const satisfies Record<Leftover["state"], { label: string; tone: Tone }>;

const kindNames = { stack: "Stack", bucket: "Bucket", log_group: "Log group", layer: "Layer", resource: "Resource" } as const satisfies Record<Leftover["kind"], string>;
const order = ["left", "retained", "gone"] as const satisfies readonly Leftover["state"][];

/** What the check after a removal found: what is left first, then what was to stay, then what is gone. */
export function Leftovers({ removal }: { removal: NonNullable<DeploymentResults["removal"]> }) {
  const items = order.flatMap((state) => removal.items.filter((item) => item.state === state));
  return (
    <Table label="Checked after the removal" stack>
      <TableHead>
        <TableRow>
          <TableHeading>State</TableHeading>
          <TableHeading>What</TableHeading>
          <TableHeading>Name</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {items.map(({ kind, name, logicalId, state }) => (
          <TableRow key={`${kind} ${name}`}>
            <TableCell label="State">
              <Chip tone={looks[state].tone}>{looks[state].label}</Chip>
            </TableCell>
            <TableCell label="What">{kindNames[kind]}</TableCell>
            <TableCell label="Name">
              <span className="block min-w-0">
                <Mono className="block break-all">{name}</Mono>
                {logicalId !== null && logicalId !== name && <span className="block text-note break-all text-ink-faint">{logicalId}</span>}
              </span>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

import type { DriftResult } from "@windlass/contracts/drift";
import { Button } from "../../ui/button.js";
import { Chip, Dot, Mono } from "../../ui/chip.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../ui/table.js";
import { aspectText } from "./aspect-text.js";
import type { DriftActions } from "./use-drift-actions.js";

type Difference = DriftResult["differences"][number];

/** What differs, with what the release says and what AWS has. */
export function DifferenceTable({ differences, accept, mayAccept }: { differences: readonly Difference[]; accept: DriftActions["accept"]; mayAccept: boolean }) {
  return (
    <Table label="Differences" stack>
      <TableHead>
        <TableRow>
          <TableHeading>Resource</TableHeading>
          <TableHeading>What</TableHeading>
          <TableHeading>Release</TableHeading>
          <TableHeading>AWS now</TableHeading>
          <TableHeading>
            <span className="sr-only">Accept</span>
          </TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {differences.map((difference) => (
          <TableRow key={difference.fingerprint}>
            <TableCell>
              <span className="min-w-0">
                <Mono className="block font-medium break-all">{difference.name}</Mono>
                <span className="block text-note text-ink-faint">{difference.resourceType}</span>
              </span>
            </TableCell>
            <TableCell label="What">{aspectText(difference)}</TableCell>
            <TableCell label="Release">
              <Mono className="break-all">{difference.expected ?? "nothing"}</Mono>
            </TableCell>
            <TableCell label="AWS now">
              <Mono className="break-all">{difference.actual ?? "nothing"}</Mono>
            </TableCell>
            <TableCell className="sm:text-right">
              {difference.accepted ? (
                <Chip>
                  <Dot tone="idle" />
                  accepted
                </Chip>
              ) : (
                mayAccept && (
                  <Button
                    size="small"
                    busy={accept.isPending}
                    aria-label={`Accept: ${aspectText(difference)} of ${difference.name}`}
                    onClick={() => accept.mutate({ fingerprints: [difference.fingerprint], reason: "" })}
                  >
                    Accept
                  </Button>
                )
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

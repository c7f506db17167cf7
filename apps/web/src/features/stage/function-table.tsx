import type { Stage } from "@windlass/contracts/stage";
import { Braces } from "lucide-react";
import { Chip, Mono } from "../../ui/chip.js";
import { CopyButton } from "../../ui/copy-button.js";
import { EmptyState } from "../../ui/empty-state.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../ui/table.js";

/** The functions of the stage's current release: name in AWS, runtime, limits, and what calls them. */
export function FunctionTable({ stage }: { stage: Stage }) {
  if (stage.functions.length === 0) {
    return (
      <EmptyState icon={<Braces aria-hidden />} title="No functions yet">
        The functions of the release that runs here are listed once the stage is deployed.
      </EmptyState>
    );
  }
  return (
    <Table label={`Functions of ${stage.service} / ${stage.name}`} stack>
      <TableHead>
        <TableRow>
          <TableHeading>Function</TableHeading>
          <TableHeading>Called by</TableHeading>
          <TableHeading>Runtime</TableHeading>
          <TableHeading className="text-right">Memory</TableHeading>
          <TableHeading className="text-right">Timeout</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {stage.functions.map((each) => (
          <TableRow key={each.logicalId}>
            <TableCell>
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{each.name}</span>
                <span className="flex min-w-0 items-center gap-1 text-note text-ink-faint">
                  <Mono className="truncate">{each.functionName}</Mono>
                  <CopyButton text={each.functionName} what={`the name of ${each.name} in AWS`} className="-my-2 size-7 max-sm:size-9" />
                </span>
                {each.handler !== null && <Mono className="block truncate text-note text-ink-faint">{each.handler}</Mono>}
              </span>
            </TableCell>
            <TableCell label="Called by">
              <span className="flex flex-wrap gap-1">
                {each.events.length === 0 && <span className="text-ink-faint">nothing</span>}
                {each.events.map((event) => (
                  <Chip key={event}>
                    <Mono>{event}</Mono>
                  </Chip>
                ))}
              </span>
            </TableCell>
            <TableCell label="Runtime" className="whitespace-nowrap">
              {each.runtime ?? "container"}
            </TableCell>
            <TableCell label="Memory" className="whitespace-nowrap tabular-nums sm:text-right">
              {each.memoryMb === null ? "–" : `${each.memoryMb} MB`}
            </TableCell>
            <TableCell label="Timeout" className="whitespace-nowrap tabular-nums sm:text-right">
              {each.timeoutSeconds === null ? "–" : `${each.timeoutSeconds} s`}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

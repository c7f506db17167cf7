import type { FunctionsResult } from "@windlass/contracts/deployment-results";
import { Mono } from "../../ui/chip.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../ui/table.js";

/** Functions that run the code of another release than their stack, and which of their settings were left. */
export function FunctionsAlone({ result: { release, stackRelease, functions } }: { result: FunctionsResult }) {
  return (
    <>
      <p className="mb-3 text-ink-soft">{`They run the code of release ${release}; the stack stays of release ${stackRelease}. The next deployment ends the difference.`}</p>
      <Table label="Functions" stack>
        <TableHead>
          <TableRow>
            <TableHeading>Function</TableHeading>
            <TableHeading>Code</TableHeading>
            <TableHeading>Settings left as they are</TableHeading>
          </TableRow>
        </TableHead>
        <TableBody>
          {functions.map(({ name, code, left }) => (
            <TableRow key={name}>
              <TableCell label="Function" className="font-medium">
                {name}
              </TableCell>
              <TableCell label="Code" title={code.hash}>
                <Mono>{code.hash.slice(0, 12)}</Mono>
              </TableCell>
              <TableCell label="Settings">{left.length === 0 ? "none differ" : left.join(", ")}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </>
  );
}

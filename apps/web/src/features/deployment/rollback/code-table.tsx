import type { RollbackPreview } from "@windlass/contracts/rollback";
import { Mono } from "../../../ui/chip.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../../ui/table.js";

type Code = RollbackPreview["functions"][number]["after"];

/** The functions whose code changes: what they run and what they will run, by the zips' hashes. */
export function CodeTable({ functions }: { functions: RollbackPreview["functions"] }) {
  return (
    <Table label="Code" stack>
      <TableHead>
        <TableRow>
          <TableHeading>Function</TableHeading>
          <TableHeading>Runs now</TableHeading>
          <TableHeading>Comes back</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {functions.map(({ name, before, after }) => (
          <TableRow key={name}>
            <TableCell label="Function" className="font-medium">
              {name}
            </TableCell>
            <TableCell label="Runs now">
              <Zip code={before} none="nothing: it is added" />
            </TableCell>
            <TableCell label="Comes back">
              <Zip code={after} none="nothing: it is removed" />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Zip({ code, none }: { code: Code; none: string }) {
  if (code === null) return <span className="text-ink-faint">{none}</span>;
  return (
    <span title={code.hash} className="whitespace-nowrap">
      <Mono>{code.hash.slice(0, 12)}</Mono> <span className="text-note text-ink-faint">{`${Math.max(1, Math.round(code.sizeBytes / 1024)).toLocaleString("en")} kB`}</span>
    </span>
  );
}

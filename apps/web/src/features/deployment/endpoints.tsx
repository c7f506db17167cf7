import type { Endpoint, Output } from "@windlass/contracts/deployment";
import { Mono } from "../../ui/chip.js";
import { CopyButton } from "../../ui/copy-button.js";
import { ExternalLink } from "../../ui/link.js";
import { rootAddress } from "../../ui/root-address.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../ui/table.js";

const kindNames = {
  httpApi: "HTTP API",
  restApi: "REST API",
  functionUrl: "Function URL",
  websocket: "WebSocket",
} as const satisfies Record<Endpoint["kind"], string>;

/** The addresses that the deployed service answers at. */
export function Endpoints({ endpoints }: { endpoints: readonly Endpoint[] }) {
  return (
    <ul aria-label="Endpoints" className="mb-6 grid gap-2">
      {endpoints.map((endpoint) => (
        <li key={endpoint.url} className="flex min-w-0 items-center gap-3 rounded-lg border border-line bg-surface py-1.5 pr-1.5 pl-3.5 shadow-raised">
          <span className="shrink-0 text-note text-ink-faint">{kindNames[endpoint.kind]}</span>
          <span className="min-w-0 flex-1 truncate">
            {/^https?:\/\//.test(endpoint.url) ? (
              <ExternalLink href={rootAddress(endpoint.url)} title={endpoint.url}>
                {endpoint.url}
              </ExternalLink>
            ) : (
              <Mono>{endpoint.url}</Mono>
            )}
          </span>
          <CopyButton text={endpoint.url} what={`the address of ${endpoint.name}`} />
        </li>
      ))}
    </ul>
  );
}

/** The outputs of the stack. */
export function Outputs({ outputs }: { outputs: readonly Output[] }) {
  return (
    <Table label="Outputs" stack>
      <TableHead>
        <TableRow>
          <TableHeading>Output</TableHeading>
          <TableHeading>Value</TableHeading>
          <TableHeading>Exported as</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {outputs.map((output) => (
          <TableRow key={output.key}>
            <TableCell label="Output" title={output.description ?? undefined}>
              <Mono className="break-all">{output.key}</Mono>
            </TableCell>
            <TableCell label="Value">
              <span className="flex min-w-0 items-center gap-1">
                <Mono className="min-w-0 break-all">{output.value}</Mono>
                <CopyButton text={output.value} what={output.key} />
              </span>
            </TableCell>
            <TableCell label="Exported as">
              <Mono className="break-all text-ink-faint">{output.exportName ?? "–"}</Mono>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

import type { Stage } from "@windlass/contracts/stage";
import { PlugZap } from "lucide-react";
import { Section } from "../../ui/card.js";
import { Chip, Mono } from "../../ui/chip.js";
import { CopyButton } from "../../ui/copy-button.js";
import { EmptyState } from "../../ui/empty-state.js";
import { ExternalLink } from "../../ui/link.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../ui/table.js";

const kindText = { httpApi: "HTTP API", restApi: "REST API", functionUrl: "Function URL", websocket: "WebSocket API" };

/** Where the stage can be called, and what its stack gives out. */
export function StageOutputs({ stage }: { stage: Stage }) {
  if (stage.outputs.length === 0 && stage.endpoints.length === 0) {
    return (
      <EmptyState icon={<PlugZap aria-hidden />} title="No outputs yet">
        Addresses of APIs and function URLs, and the outputs of the stack, are listed once the stage is deployed.
      </EmptyState>
    );
  }
  return (
    <div className="space-y-8">
      {stage.endpoints.length > 0 && (
        <Section title="Endpoints">
          <Table label="Endpoints" stack>
            <TableBody>
              {stage.endpoints.map((endpoint) => (
                <TableRow key={endpoint.url}>
                  <TableCell className="whitespace-nowrap sm:w-1">
                    <Chip>{kindText[endpoint.kind]}</Chip>
                  </TableCell>
                  <TableCell className="font-medium whitespace-nowrap sm:w-1">{endpoint.name}</TableCell>
                  <TableCell>
                    <Value name={endpoint.name} value={endpoint.url} />
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Section>
      )}
      {stage.outputs.length > 0 && (
        <Section title="Stack outputs" description={stage.stackName === null ? undefined : <Mono>{stage.stackName}</Mono>}>
          <Table label="Stack outputs" stack>
            <TableHead>
              <TableRow>
                <TableHeading>Output</TableHeading>
                <TableHeading>Value</TableHeading>
              </TableRow>
            </TableHead>
            <TableBody>
              {stage.outputs.map((output) => (
                <TableRow key={output.key}>
                  <TableCell className="align-top">
                    <span className="min-w-0">
                      <Mono className="font-medium break-all">{output.key}</Mono>
                      {output.description !== null && <span className="block text-note text-ink-faint">{output.description}</span>}
                      {output.exportName !== null && (
                        <span className="block text-note text-ink-faint">
                          exported as <Mono>{output.exportName}</Mono>
                        </span>
                      )}
                    </span>
                  </TableCell>
                  <TableCell>
                    <Value name={output.key} value={output.value} />
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Section>
      )}
    </div>
  );
}

function Value({ name, value }: { name: string; value: string }) {
  return (
    <span className="flex min-w-0 flex-1 items-center justify-between gap-2">
      {/^https?:\/\//.test(value) ? (
        <ExternalLink href={value} className="min-w-0 font-mono text-note break-all">
          {value}
        </ExternalLink>
      ) : (
        <Mono className="min-w-0 text-note break-all">{value}</Mono>
      )}
      <CopyButton text={value} what={name} />
    </span>
  );
}

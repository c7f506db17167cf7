import type { StageMetrics } from "@windlass/contracts/metric";
import { Mono } from "../../ui/chip.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../ui/table.js";
import { countText, msText, shareText } from "./format-metric.js";
import { highestOf, totalOf } from "./totals.js";

/** The metrics as numbers over the whole range: sums of counts, the highest of percentiles and concurrency. */
export function MetricsTable({ metrics }: { metrics: StageMetrics }) {
  return (
    <div className="grid gap-6">
      {metrics.apis.length > 0 && <ApisTable apis={metrics.apis} />}
      {metrics.functions.length > 0 && <FunctionsTable functions={metrics.functions} />}
    </div>
  );
}

function timeText(ms: number | null): string {
  return ms === null ? "–" : msText(ms);
}

function FunctionsTable({ functions }: { functions: StageMetrics["functions"] }) {
  return (
    <Table label="Functions" stack className="tabular-nums">
      <TableHead>
        <TableRow>
          {["Function", "Invocations", "Errors", "Error rate", "Throttles", "p50 ≤", "p95 ≤", "p99 ≤", "At once ≤"].map((heading) => (
            <TableHeading key={heading}>{heading}</TableHeading>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {functions.map((each) => {
          const [invocations, errors] = [totalOf(each, "invocations"), totalOf(each, "errors")];
          const concurrency = highestOf(each, "concurrency");
          return (
            <TableRow key={each.functionName}>
              <TableCell label="Function">
                <Mono title={each.functionName}>{each.name}</Mono>
              </TableCell>
              <TableCell label="Invocations">{countText(invocations)}</TableCell>
              <TableCell label="Errors">{countText(errors)}</TableCell>
              <TableCell label="Error rate">{invocations === 0 ? "–" : shareText(errors / invocations)}</TableCell>
              <TableCell label="Throttles">{countText(totalOf(each, "throttles"))}</TableCell>
              <TableCell label="p50 ≤">{timeText(highestOf(each, "durationP50"))}</TableCell>
              <TableCell label="p95 ≤">{timeText(highestOf(each, "durationP95"))}</TableCell>
              <TableCell label="p99 ≤">{timeText(highestOf(each, "durationP99"))}</TableCell>
              <TableCell label="At once ≤">{concurrency === null ? "–" : countText(concurrency)}</TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

function ApisTable({ apis }: { apis: StageMetrics["apis"] }) {
  return (
    <Table label="APIs" stack className="tabular-nums">
      <TableHead>
        <TableRow>
          {["API", "Requests", "4xx", "5xx", "p50 ≤", "p95 ≤"].map((heading) => (
            <TableHeading key={heading}>{heading}</TableHeading>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {apis.map((each) => (
          <TableRow key={each.apiId}>
            <TableCell label="API">
              <Mono title={each.apiId}>{each.name}</Mono>
            </TableCell>
            <TableCell label="Requests">{countText(totalOf(each, "count"))}</TableCell>
            <TableCell label="4xx">{countText(totalOf(each, "4xx"))}</TableCell>
            <TableCell label="5xx">{countText(totalOf(each, "5xx"))}</TableCell>
            <TableCell label="p50 ≤">{timeText(highestOf(each, "latencyP50"))}</TableCell>
            <TableCell label="p95 ≤">{timeText(highestOf(each, "latencyP95"))}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

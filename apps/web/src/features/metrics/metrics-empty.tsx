import type { Stage } from "@windlass/contracts/stage";
import type { MetricRange } from "@windlass/contracts/metric";
import { ChartLine } from "lucide-react";
import { EmptyState } from "../../ui/empty-state.js";
import { ExternalLink, TextLink } from "../../ui/link.js";
import { rootAddress } from "../../ui/root-address.js";
import { rangeName } from "./range-picker.js";

/** Why there is nothing to see, and what to do about it. */
export function MetricsEmpty({ stage, range }: { stage: Stage; range: MetricRange }) {
  if (stage.status === "never_deployed" || stage.status === "removed") {
    return (
      <EmptyState icon={<ChartLine aria-hidden />} title={stage.status === "removed" ? "The stage was removed" : "Nothing is deployed yet"}>
        Metrics come from the functions that run here.{" "}
        <TextLink to="/services/$service/stages/$stage" params={{ service: stage.service, stage: stage.name }}>
          Deploy the stage
        </TextLink>{" "}
        to have some.
      </EmptyState>
    );
  }
  const endpoint = stage.endpoints.find(({ url }) => /^https?:\/\//.test(url));
  return (
    <EmptyState icon={<ChartLine aria-hidden />} title={`No invocation in ${rangeName(range)}`}>
      {stage.functions.length === 0 ? (
        "This service has no function, so there is nothing to count."
      ) : (
        <>
          The functions are there, but nobody called them. CloudWatch shows a call within about two minutes.
          {endpoint !== undefined && (
            <>
              {" Call one: "}
              <ExternalLink href={rootAddress(endpoint.url)} className="break-all">
                {endpoint.url}
              </ExternalLink>
            </>
          )}
        </>
      )}
    </EmptyState>
  );
}

import type { DriftAspect } from "@windlass/contracts/drift";

const words = {
  function: "the function itself",
  code: "code (SHA-256)",
  runtime: "runtime",
  handler: "handler",
  memory: "memory in MB",
  timeout: "timeout in seconds",
  layers: "layers",
  environment: "variable",
  reserved_concurrency: "reserved concurrency",
  provisioned_concurrency: "provisioned concurrency of",
  alias: "alias",
  event_source: "event source",
  property: "property",
  resource: "the resource itself",
} as const satisfies Record<DriftAspect, string>;

/** What of a resource differs, such as `variable TABLE`. */
export function aspectText({ aspect, property }: { aspect: DriftAspect; property: string | null }): string {
  return property === null ? words[aspect] : `${words[aspect]} ${property}`;
}

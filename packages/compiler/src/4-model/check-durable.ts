import type { Problem } from "../diagnostic.js";
import type { EventKind } from "../3-check/event-config.js";
import { defaultRuntime, type FunctionModel, type ServiceModel } from "./service-model.js";

const durableRuntimes = ["nodejs22.x", "nodejs24.x", "python3.13", "python3.14", "java17", "java21", "java25"];
const snapStartRuntimes = durableRuntimes.filter((runtime) => !runtime.startsWith("nodejs"));
/** Lambda polls for these, and waits until the function ends. */
const polledEvents: readonly EventKind[] = ["sqs", "stream", "msk", "kafka", "activemq", "rabbitmq"];
const maxPolledSeconds = 900;
const maxSnapStartStorageMb = 512;

/** What AWS does not allow together with `durableConfig`. */
export function checkDurable({ provider }: ServiceModel, fn: FunctionModel): Problem[] {
  const { config, key, path } = fn;
  if (!config.durableConfig) return [];
  const runtime = config.runtime || provider.runtime || defaultRuntime;
  const refuse = (property: string, reason: string): Problem => ({
    code: "conflict",
    message: `Function "${key}" has durableConfig: ${reason}`,
    path: [...path, property],
  });
  const problems: Problem[] = [];
  if (!config.image && !durableRuntimes.includes(runtime)) problems.push(refuse("runtime", `the runtime ${runtime} cannot be durable; ${durableRuntimes.join(", ")} can`));
  if (config.snapStart) problems.push(...checkSnapStart(fn, runtime).map((reason) => refuse("snapStart", reason)));
  if (config.destinations) problems.push(refuse("destinations", "durable functions have no destinations"));
  const isPolled = fn.events.some((event) => polledEvents.some((kind) => kind in event));
  if (isPolled && config.durableConfig.executionTimeout > maxPolledSeconds) {
    problems.push(refuse("durableConfig", `executionTimeout can be ${maxPolledSeconds} seconds at most where Lambda polls for events`));
  }
  if (fn.events.some((event) => event.cloudFront)) problems.push(refuse("events", "a function at the edge of CloudFront cannot be durable"));
  if (config.maximumRetryAttempts !== undefined && config.maximumRetryAttempts !== null) {
    problems.push(refuse("maximumRetryAttempts", "retries of asynchronous calls do not apply to durable functions"));
  }
  return problems;
}

function checkSnapStart({ config }: FunctionModel, runtime: string): string[] {
  if (config.image) return ["container images have no snapStart"];
  if (!snapStartRuntimes.includes(runtime)) return [`snapStart of a durable function needs ${snapStartRuntimes.join(", ")}`];
  if (config.fileSystemConfig) return ["snapStart does not work with fileSystemConfig"];
  return (config.ephemeralStorageSize ?? 0) > maxSnapStartStorageMb ? [`snapStart allows ${maxSnapStartStorageMb} MB of ephemeralStorageSize at most`] : [];
}

import type { Problem } from "../diagnostic.js";
import { checkDurable } from "./check-durable.js";
import { findFunction, type FunctionModel, type ServiceModel } from "./service-model.js";

/** What is wrong with the functions beyond what the schema of one property can tell; empty when all is right. */
export function checkFunctions(model: ServiceModel): Problem[] {
  return model.functions.flatMap((fn) => [...checkCode(fn), ...checkSnapStart(fn), ...checkDurable(model, fn), ...checkDestinations(model, fn)]);
}

function checkCode({ key, config, path }: FunctionModel): Problem[] {
  if (!config.handler && !config.image) return [{ code: "function_target", message: `Function "${key}" has neither a handler nor an image`, path }];
  if (config.handler && config.image) return [{ code: "function_target", message: `Function "${key}" has both a handler and an image`, path: [...path, "image"] }];
  return [];
}

function checkSnapStart({ key, config, path }: FunctionModel): Problem[] {
  if (!config.provisionedConcurrency || !config.snapStart) return [];
  return [{ code: "conflict", message: `Function "${key}" has both snapStart and provisionedConcurrency; AWS allows one of them`, path: [...path, "snapStart"] }];
}

/** A function that exists only under a condition can be called only by one that exists under the same. */
function checkDestinations(model: ServiceModel, { key, config, path }: FunctionModel): Problem[] {
  return (["onSuccess", "onFailure"] as const).flatMap((kind): Problem[] => {
    const target = config.destinations?.[kind];
    if (typeof target !== "string" || target.startsWith("arn:")) return [];
    const at = [...path, "destinations", kind];
    const found = findFunction(model, target);
    if (!found) return [{ code: "function_missing", message: `There is no function "${target}" in this service`, path: at }];
    if (!found.config.condition || found.config.condition === config.condition) return [];
    return [
      {
        code: "conflict",
        message: `Function "${key}" sends its results to "${target}", which exists only under the condition ${found.config.condition}`,
        hint: `Give "${key}" the same condition, or remove the destination.`,
        path: at,
      },
    ];
  });
}

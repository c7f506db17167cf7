import { getAtt, join } from "@windlass/cloudformation/intrinsics";
import type { Json, JsonObject, Output, Resource } from "@windlass/cloudformation/template";
import { CompileError, type Problem } from "../diagnostic.js";
import { executionRoleId } from "../4-model/naming.js";
import { findFunction, type FunctionModel, type ServiceModel } from "../4-model/service-model.js";
import type { Packaged } from "../packaging/packaged.js";
import type { Path } from "../path.js";
import type { Grant, Origin, Phase } from "./origin.js";

type ExecutionRole = { statements: Json[]; trustedServices: Json[]; managedPolicies: Json[] };

/** The template while it is being made. Emitters add to it in the reference's order. */
export class TemplateBuilder {
  readonly resources: Record<string, Resource> = {};
  readonly outputs: Record<string, Output> = {};
  /** Where each resource is from. What it was made of last comes last, as it is what the resource looks like. */
  readonly origins = new Map<string, Origin[]>();
  readonly grants: Grant[] = [];
  /** Names of the outputs that the service does not define itself. */
  readonly madeOutputs = new Set<string>();
  phase: Phase = "core";
  /** The function that is being emitted, in the phase of functions. */
  current: Path | null = null;
  readonly warnings: Problem[] = [];
  /** The role that the functions share, where the stack has it: events add their statements. */
  executionRole: ExecutionRole | null = null;
  /** Destinations named by a text that the shared role may write to already. */
  readonly allowedDestinations = new Set<string>();

  constructor(
    readonly model: ServiceModel,
    readonly packaged: Packaged,
  ) {}

  /** Adds a resource, or replaces the one of that id as the reference does. */
  add(logicalId: string, resource: Resource, origin: Path): Resource {
    this.resources[logicalId] = resource;
    this.addOrigin(logicalId, { path: origin, how: "made", phase: this.phase });
    return resource;
  }

  /** Notes that a resource, which may be one that others made, is from this place of the config too. */
  addOrigin(logicalId: string, origin: Origin): void {
    const known = this.origins.get(logicalId);
    if (known) known.push(origin);
    else this.origins.set(logicalId, [origin]);
  }

  /** The same for an event or function that adds to a resource, such as one more subscription of a topic. */
  addedBy(logicalId: string, path: Path): void {
    this.addOrigin(logicalId, { path, how: "added", phase: this.phase });
  }

  output(name: string, output: Output): void {
    this.outputs[name] = output;
    this.madeOutputs.add(name);
  }

  warn(problem: Problem): void {
    this.warnings.push(problem);
  }

  /** Adds a statement to the shared role; services that bring their own roles get none. */
  allow(action: Json, resource: Json): void {
    if (!this.executionRole) return;
    const statement = { Effect: "Allow", Action: action, Resource: resource };
    this.executionRole.statements.push(statement);
    this.grants.push({ statement, phase: this.phase, path: this.current });
  }

  /** Adds a statement for a list of resources, unless the list is empty. */
  allowEach(actions: string[], resources: Json[]): void {
    if (resources.length > 0) this.allow(actions, resources);
  }

  /** The function of a key. @throws CompileError `function_missing`. */
  functionOf(key: string, path: Path): FunctionModel {
    const found = findFunction(this.model, key);
    if (!found) throw new CompileError({ code: "function_missing", message: `There is no function "${key}" in this service`, path });
    return found;
  }
}

/** The ARN through which a function is called: of its alias, where it has one. */
export function lambdaTarget(fn: FunctionModel): JsonObject {
  const arn = getAtt(fn.logicalId, "Arn");
  return fn.alias ? join(":", [arn, fn.alias.name]) : arn;
}

/** What must exist before a function can be called through its alias. */
export function aliasDependency(fn: FunctionModel): string | undefined {
  return fn.alias?.logicalId;
}

/** The role of a function as its config names it: its own, else the provider's; undefined for the shared one. */
export function customRole(model: ServiceModel, fn: FunctionModel): Json | undefined {
  if (fn.config.role) return fn.config.role;
  const role = model.provider.iam?.role;
  if (isExistingRole(role)) return role;
  return model.provider.role;
}

/** Whether `provider.iam.role` names a role (by text or by intrinsic function) instead of describing the shared one. */
export function isExistingRole(role: Json | object | undefined): role is Json {
  if (typeof role === "string") return true;
  return typeof role === "object" && role !== null && Object.keys(role).some((key) => key.includes("::"));
}

/** The role resource of this stack that a function runs with, or null when its role is elsewhere. */
export function roleResourceOf(model: ServiceModel, fn: FunctionModel): string | null {
  const role = customRole(model, fn);
  if (typeof role === "string" && role !== "") return role.includes(":") ? null : role;
  if (typeof role === "object" && role !== null && !Array.isArray(role)) {
    const target = role["Fn::GetAtt"];
    if (Array.isArray(target) && target.length === 2 && typeof target[0] === "string" && target[1] === "Arn") return target[0];
    if ("Fn::ImportValue" in role || "Ref" in role || "Fn::Sub" in role) return null;
  }
  return executionRoleId;
}

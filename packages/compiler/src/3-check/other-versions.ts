import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import type { Problem } from "../diagnostic.js";
import type { Path } from "../path.js";
import { anything, type Schema } from "./schema.js";

/**
 * A property of another version than the reference. `refused`: the stack would lack what the service needs; the others
 * are warnings.
 */
type OtherProperty = { refused?: true; message: string; hint: string };

const ofDashboard: OtherProperty = { message: "belongs to the dashboard of Serverless, Inc., and does nothing here", hint: "Remove it." };
const ofVersion3: OtherProperty = { message: "no longer does anything", hint: "Remove it." };
const domains: OtherProperty = {
  message: "is not supported: no domain is set up",
  hint: "Define the domain, its mapping and its DNS record under `resources`.",
};
const rolePerFunction: OtherProperty = {
  refused: true,
  message: "is not supported: the function would not get these rights",
  hint: "Define a role under `resources` and name it in `functions.<name>.role`, or put the statements under `provider.iam.role.statements`.",
};
const ownResources = (what: string): OtherProperty => ({ refused: true, message: `is not supported: ${what} would be missing from the stack`, hint: "Define them under `resources`." });

/** What the versions 3 and 4 have besides, by the block in which it stands. */
export const otherProperties = {
  service: {
    app: ofDashboard,
    org: ofDashboard,
    tenant: ofDashboard,
    licenseKey: ofDashboard,
    console: ofDashboard,
    enableLocalInstallationFallback: ofVersion3,
    unresolvedVariablesNotificationMode: ofVersion3,
    outputs: { message: "does nothing here", hint: "Put what other stacks read under `resources.Outputs`." },
    state: { message: "is not supported: state is kept in Windlass", hint: "Remove it." },
    appSync: ownResources("the GraphQL API and its resolvers"),
    stepFunctions: ownResources("the state machines"),
    agents: ownResources("the agents"),
  },
  provider: {
    domain: domains,
    domains,
    enableLegacyDeploymentBucket: { message: "does nothing here: artifacts are kept in Windlass's bucket", hint: "Remove it." },
    lambdaHashingVersion: ofVersion3,
    resolver: { message: "is not supported: the stage's AWS account is used", hint: "Choose the account in the stage's settings." },
  },
  function: {
    iam: rolePerFunction,
    iamRoleStatements: rolePerFunction,
    iamRoleStatementsInherit: rolePerFunction,
    iamRoleStatementsName: rolePerFunction,
    iamPermissionsBoundary: rolePerFunction,
  },
} satisfies Record<string, Record<string, OtherProperty>>;

/** Lets these properties through the schema, whatever they hold. */
export function letThrough(block: keyof typeof otherProperties): Record<string, Schema> {
  return Object.fromEntries(Object.keys(otherProperties[block]).map((name) => [name, anything]));
}

/** What the config says that only other versions understand: each by its name and place. */
export function checkOtherVersions(config: JsonObject, stage: string): { errors: Problem[]; warnings: Problem[] } {
  const { provider, functions, stages } = config;
  const found = [
    ...findIn(config, otherProperties.service, []),
    ...findIn(provider, otherProperties.provider, ["provider"]),
    ...Object.entries(isJsonObject(functions) ? functions : {}).flatMap(([key, fn]) => findIn(fn, otherProperties.function, ["functions", key])),
    ...findInStages(stages, stage),
  ];
  const iam = isJsonObject(provider) && isJsonObject(provider["iam"]) ? provider["iam"] : {};
  if (isJsonObject(iam["role"]) && iam["role"]["mode"] === "perFunction") found.push(report(rolePerFunction, ["provider", "iam", "role", "mode"]));
  return { errors: found.filter(({ refused }) => refused).map(({ problem }) => problem), warnings: found.filter(({ refused }) => !refused).map(({ problem }) => problem) };
}

type Found = { refused: boolean; problem: Problem };

function findIn(block: Json | undefined, known: Record<string, OtherProperty>, path: Path): Found[] {
  if (!isJsonObject(block)) return [];
  return Object.entries(known).flatMap(([name, property]) => ((block[name] ?? null) === null ? [] : [report(property, [...path, name])]));
}

/** Of `stages`, only the parameters of this stage and the default ones count. */
function findInStages(stages: Json | undefined, stage: string): Found[] {
  if (!isJsonObject(stages)) return [];
  const observability: OtherProperty = { message: "is not supported: nothing is instrumented", hint: "Logs, metrics and errors of every function are in Windlass's dashboard." };
  const resolvers: OtherProperty = { message: "is not supported", hint: "Use the sources `ssm`, `s3`, `cf`, `env`, `file` and `param`; the stage's AWS account is used." };
  return [stage, "default"].flatMap((name) => findIn(stages[name], { observability, resolvers }, ["stages", name]));
}

function report(property: OtherProperty, path: Path): Found {
  const refused = property.refused === true;
  return { refused, problem: { code: refused ? "feature_unsupported" : "setting_ignored", message: `\`${path.at(-1)}\` ${property.message}`, hint: property.hint, path } };
}

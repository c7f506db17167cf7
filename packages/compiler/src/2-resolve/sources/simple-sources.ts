import { SourceError, type VariableSource } from "../variable-source.js";

/** `${self:a.b}`: another property of the config. */
export const self: VariableSource = ({ address }, context) => context.getProperty(address === null ? [] : address.split("."));

/** `${opt:name}`: an option of the command. */
export const opt: VariableSource = async ({ address }, { options }) =>
  address === null ? { ...options } : Object.hasOwn(options, address) ? options[address] : null;

/** `${env:NAME}`: what the caller granted, and the files that `useDotenv` reads. */
export const env: VariableSource = async ({ address }, context) => {
  if (address === null) throw new SourceError("env needs the name of a variable: ${env:NAME}");
  return Object.hasOwn(context.env, address) ? context.env[address] : null;
};

/** `${param:name}`: `--param`, then the config's `params.<stage>`, then its `params.default`. */
export const param: VariableSource = async ({ address }, context) => {
  if (address === null) throw new SourceError("param needs a name: ${param:name}");
  if (Object.hasOwn(context.params, address)) return context.params[address];
  return (await context.getProperty(["params", context.stage, address])) ?? context.getProperty(["params", "default", address]);
};

/** `${sls:stage}`, `${sls:instanceId}`. */
export const sls: VariableSource = async ({ address }, { stage }) => {
  if (address === "stage") return stage;
  // Differs on every run: services use it to force an update.
  if (address === "instanceId") return String(Date.now());
  throw new SourceError(`sls knows stage and instanceId, not "${address ?? ""}"`);
};

/** `${aws:region}`, `${aws:accountId}`. */
export const aws: VariableSource = async ({ address }, context) => {
  if (address === "region") return context.region;
  if (address !== "accountId") throw new SourceError(`aws knows region and accountId, not "${address ?? ""}"`);
  if (context.accountId === undefined) throw new SourceError("the account's id is not known here: it is when a Windlass server deploys", "variable_needs_aws");
  return context.accountId;
};

/** `${strToBool(text)}`. */
export const strToBool: VariableSource = async ({ params: [input] }) => {
  const text = input === null || input === undefined || typeof input === "object" ? null : String(input).trim().toLowerCase();
  if (text === "true" || text === "1") return true;
  if (text === "false" || text === "0") return false;
  throw new SourceError(`strToBool takes "true", "false", "1" or "0", not ${JSON.stringify(input ?? null)}`);
};

/** A source that only AWS can answer. */
export const needsAws =
  (type: string): VariableSource =>
  async ({ address }) => {
    throw new SourceError(`${type}:${address ?? ""} has to be asked of AWS, which the compiler does not reach`, "variable_needs_aws");
  };

import { gitAddresses, type GitAddress } from "../../git-source.js";
import { SourceError, type VariableSource } from "../variable-source.js";

/** `${self:a.b}`: another property of the config. */
export const self: VariableSource = async ({ address }, context) => {
  const path = address === null ? [] : address.split(".");
  return { value: await context.getProperty(path), from: { file: null, path }, secret: context.isSecret(path) };
};

/** `${opt:name}`: an option of the command. */
export const opt: VariableSource = async ({ address }, { options }) => {
  if (address === null) return { value: { ...options } };
  return { value: Object.hasOwn(options, address) ? options[address] : null };
};

/** `${env:NAME}`: what the caller granted, and the files that `useDotenv` reads. */
export const env: VariableSource = async ({ address }, context) => {
  if (address === null) throw new SourceError("env needs the name of a variable: ${env:NAME}");
  return { value: Object.hasOwn(context.env, address) ? context.env[address] : null };
};

/**
 * `${param:name}`: `--param`, then what the config has for the stage, then its default: below `stages` (as version 4 of
 * the Serverless Framework has it) or `params`.
 */
export const param: VariableSource = async ({ address }, context) => {
  if (address === null) throw new SourceError("param needs a name: ${param:name}");
  if (Object.hasOwn(context.params, address)) return { value: context.params[address], secret: context.secretParams.has(address) };
  for (const section of [context.stage, "default"]) {
    for (const path of [["stages", section, "params", address], ["params", section, address]]) {
      const value = await context.getProperty(path);
      if (value !== undefined && value !== null) return { value, from: { file: null, path }, secret: context.isSecret(path) };
    }
  }
  return { value: null };
};

/** `${sls:stage}`, `${sls:instanceId}`. */
export const sls: VariableSource = async ({ address }, { stage }) => {
  if (address === "stage") return { value: stage };
  // Differs on every run: services use it to force an update.
  if (address === "instanceId") return { value: String(Date.now()) };
  throw new SourceError(`sls knows stage and instanceId, not "${address ?? ""}"`);
};

/** `${strToBool(text)}`. */
export const strToBool: VariableSource = async ({ params: [input] }) => {
  const text = input?.trim().toLowerCase();
  if (text === "true" || text === "1") return { value: true };
  if (text === "false" || text === "0") return { value: false };
  throw new SourceError(`strToBool takes "true", "false", "1" or "0", not ${JSON.stringify(input ?? null)}`);
};

/** `${git:branch}` and the like. */
export const git: VariableSource = async ({ address }, context) => {
  // `user.name` and `user.email` are what serverless-git-info calls them.
  const name = address === "user.name" ? "user" : address === "user.email" ? "email" : address;
  if (!isGitAddress(name)) throw new SourceError(`git knows ${gitAddresses.join(", ")}, not "${address ?? ""}"`);
  const { git: source } = context;
  return { value: source ? await context.once(`git\0${name}`, () => source.read(name)) : null };
};

function isGitAddress(name: string | null): name is GitAddress {
  return gitAddresses.some((known) => known === name);
}

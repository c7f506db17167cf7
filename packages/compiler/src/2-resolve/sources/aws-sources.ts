import type { Json } from "@windlass/cloudformation/template";
import { SourceError, type Found, type VariableSource } from "../variable-source.js";

/** `${aws:region}`, `${aws:accountId}`. */
export const aws: VariableSource = async ({ address }, context) => {
  if (address === "region") return { value: context.region };
  if (address !== "accountId") throw new SourceError(`aws knows region and accountId, not "${address ?? ""}"`);
  return { value: context.accountId ?? (await context.ask({ source: "aws", name: "accountId" }))?.value };
};

/** `${ssm:/path}`, `${ssm(region):/path}`, `${ssm(raw):/path}`, `${ssm(noDecrypt):/path}`: a parameter of the Parameter Store. */
export const ssm: VariableSource = async ({ params, address }, context) => {
  if (address === null) throw new SourceError("ssm needs the name of a parameter: ${ssm:/path}");
  const region = params.find((param) => param !== "raw" && param !== "noDecrypt") ?? context.region;
  const decrypt = params.includes("noDecrypt") ? false : undefined;
  const answer = await context.ask({ source: "ssm", region, name: address, ...(decrypt === false ? { decrypt } : {}) });
  if (!answer) return { value: null };
  const isSecure = answer.type === "SecureString";
  return { value: params.includes("raw") ? answer.value : parseParameter(answer.value, answer.type), version: answer.version, secret: answer.secret ?? isSecure };
};

/** A list is split at its commas, a secure text that is a JSON object is parsed. */
function parseParameter(value: Json, type: string | undefined): Json {
  if (typeof value !== "string") return value;
  if (type === "StringList") return value.split(",");
  if (type !== "SecureString" || !value.startsWith("{")) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

/** `${cf:stack.Output}`, `${cf(region):stack.Output}` and the older `${cf.region:stack.Output}`: an output of another stack. */
export const cf: VariableSource = async ({ type, params, address }, context) => {
  const [, stack, output] = /^([^.]*)\.(.*)$/s.exec(address ?? "") ?? [];
  if (stack === undefined || output === undefined) throw new SourceError("cf needs a stack and an output: ${cf:stack.Output}");
  const region = params[0] ?? (type.startsWith("cf.") ? type.slice("cf.".length) : context.region);
  return toFound(await context.ask({ source: "cf", region, stack, output }));
};

/** `${s3:bucket/key}`: the text of an object. */
export const s3: VariableSource = async ({ address }, context) => {
  const [, bucket, key] = /^([^/]*)\/(.*)$/s.exec(address ?? "") ?? [];
  if (bucket === undefined || key === undefined) throw new SourceError("s3 needs a bucket and a key: ${s3:bucket/key}");
  return toFound(await context.ask({ source: "s3", bucket, key }));
};

function toFound(answer: { value: Json; version?: string | undefined; secret?: boolean | undefined } | null): Found {
  return answer ? { value: answer.value, version: answer.version, secret: answer.secret } : { value: null };
}

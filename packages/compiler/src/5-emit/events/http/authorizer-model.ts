import type { Json } from "@windlass/cloudformation/template";
import { CompileError } from "../../../diagnostic.js";
import type { HttpAuthorizerConfig } from "../../../3-check/events/http.js";
import type { Path } from "../../../path.js";
import { lambdaTarget, type TemplateBuilder } from "../../template-builder.js";

/** How a method is authorized. `arn` is null for IAM and for authorizers named by their id. */
export type RestAuthorizer = {
  type: string | undefined;
  name: string;
  arn: Json | null;
  authorizerId: Json | undefined;
  managedExternally: boolean;
  /** Alias through which the authorizer's function is called. */
  aliasId: string | undefined;
  ttlSeconds: number | undefined;
  identitySource: string | undefined;
  identityValidationExpression: string | undefined;
  claims: string[];
  scopes: Json[];
};

const cognitoArn = /^arn:[a-zA-Z-]*:cognito-idp/;
const defaultTtlSeconds = 300;
const defaultIdentitySource = "method.request.header.Authorization";

type Context = { integration: string; origin: Path };

/** @throws CompileError when the authorizer cannot be told, or asks for claims that its integration cannot pass. */
export function readAuthorizer(builder: TemplateBuilder, value: string | HttpAuthorizerConfig, { integration, origin }: Context): RestAuthorizer {
  const path = [...origin, "authorizer"];
  const named = typeof value === "string" ? ofText(value) : ofObject(value, path);
  const fn = named.functionKey === undefined ? null : builder.functionOf(named.functionKey, path);
  const authorizer: RestAuthorizer = {
    type: named.type,
    name: named.name ?? "",
    arn: fn ? lambdaTarget(fn) : (named.arn ?? null),
    authorizerId: named.authorizerId,
    aliasId: fn?.alias?.logicalId,
    ...settingsOf(typeof value === "string" ? null : value, named.type),
  };
  if (integration === "AWS_PROXY" && typeof authorizer.arn === "string" && cognitoArn.test(authorizer.arn) && authorizer.claims.length > 0) {
    throw new CompileError({ code: "conflict", message: "Claims can be chosen only with the lambda integration", path: [...path, "claims"] });
  }
  return authorizer;
}

type Settings = "managedExternally" | "ttlSeconds" | "identitySource" | "identityValidationExpression" | "claims" | "scopes";

/** Only the long form has a time for which results are kept; an uncached REQUEST authorizer needs no identity. */
function settingsOf(config: HttpAuthorizerConfig | null, type: string | undefined): Pick<RestAuthorizer, Settings> {
  const ttlSeconds = config ? secondsOf(config.resultTtlInSeconds) : undefined;
  const isUncachedRequest = type?.toUpperCase() === "REQUEST" && ttlSeconds === 0;
  return {
    managedExternally: config?.managedExternally ?? false,
    ttlSeconds,
    identitySource: config?.identitySource || (isUncachedRequest ? undefined : defaultIdentitySource),
    identityValidationExpression: config?.identityValidationExpression,
    claims: config?.claims ?? [],
    scopes: config?.scopes ?? [],
  };
}

/** Where the config is not validated it may be anything; what is no number counts as not given. */
function secondsOf(value: Json | undefined): number {
  const seconds = typeof value === "string" || typeof value === "number" ? Number.parseInt(`${value}`, 10) : Number.NaN;
  return Number.isNaN(seconds) ? defaultTtlSeconds : seconds;
}

type Named = { type?: string | undefined; name?: string; arn?: Json; authorizerId?: Json; functionKey?: string };

function ofText(value: string): Named {
  if (value.toUpperCase() === "AWS_IAM") return { type: "AWS_IAM" };
  return value.includes(":") ? { arn: value, name: nameInArn(value) } : { name: value, functionKey: value };
}

function ofObject(value: HttpAuthorizerConfig, path: Path): Named {
  const { type, name, arn, authorizerId } = value;
  if (type && authorizerId) return { type, authorizerId };
  if (type?.toUpperCase() === "AWS_IAM") return { type: "AWS_IAM" };
  if (arn) {
    if (typeof name === "string") return { type, arn, name };
    if (typeof arn !== "string") throw new CompileError({ code: "property_missing", message: "An authorizer whose arn is an intrinsic function needs a name", path });
    return { type, arn, name: nameInArn(arn) };
  }
  if (name) return { type, name, functionKey: name };
  throw new CompileError({ code: "property_missing", message: "An authorizer needs a name or an arn", path });
}

/** The last word of the function's name, by which the reference calls an authorizer that is given by its ARN. */
function nameInArn(arn: string): string {
  return arn.split(":").at(-1)?.split("-").at(-1) ?? "";
}

/** Whether an authorizer is a Cognito user pool. */
export function isCognito({ type, arn }: RestAuthorizer): boolean {
  return type?.toUpperCase() === "COGNITO_USER_POOLS" || (typeof arn === "string" && cognitoArn.test(arn));
}

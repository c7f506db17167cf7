import { ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../../diagnostic.js";
import type { AlbEvent } from "../../../3-check/events/alb.js";
import type { Path } from "../../../path.js";
import { suggest } from "../../../suggest.js";
import type { TemplateBuilder } from "../../template-builder.js";

/** What a listener does with a request: authenticates, where the event asks for it, then forwards. */
export function albActions(builder: TemplateBuilder, { authorizer }: AlbEvent, { groupId, path }: { groupId: string; path: Path }): Json[] {
  const actions: Json[] = (authorizer ?? []).map((name, index) => authentication(builder, { name, order: index + 1, path: [...path, "authorizer"] }));
  const order = actions.length > 0 ? actions.length + 1 : undefined;
  return [...actions, { Type: "forward", TargetGroupArn: ref(groupId), Order: order }];
}

function authentication({ model }: TemplateBuilder, { name, order, path }: { name: string; order: number; path: Path }): JsonObject {
  const all = model.provider.alb?.["authorizers"];
  const config = isJsonObject(all) && Object.hasOwn(all, name) ? all[name] : undefined;
  if (!isJsonObject(config)) {
    const near = suggest(name, Object.keys(isJsonObject(all) ? all : {}));
    throw new CompileError({ code: "property_invalid", message: `There is no authorizer "${name}" in provider.alb.authorizers`, hint: near ? `Did you mean "${near}"?` : "Add the authorizer there.", path });
  }
  const shared: JsonObject = {
    OnUnauthenticatedRequest: config["onUnauthenticatedRequest"] || "deny",
    AuthenticationRequestExtraParams: config["requestExtraParams"],
    Scope: config["scope"],
    SessionCookieName: config["sessionCookieName"],
    SessionTimeout: config["sessionTimeout"],
  };
  if (config["type"] === "cognito") {
    const pool = { UserPoolArn: config["userPoolArn"], UserPoolClientId: config["userPoolClientId"], UserPoolDomain: config["userPoolDomain"] };
    return { Type: "authenticate-cognito", Order: order, AuthenticateCognitoConfig: { ...pool, ...shared } };
  }
  const endpoints = {
    AuthorizationEndpoint: config["authorizationEndpoint"],
    ClientId: config["clientId"],
    Issuer: config["issuer"],
    TokenEndpoint: config["tokenEndpoint"],
    UserInfoEndpoint: config["userInfoEndpoint"],
  };
  const secret = config["clientSecret"] ? { ClientSecret: config["clientSecret"] } : { UseExistingClientSecret: true };
  return { Type: "authenticate-oidc", Order: order, AuthenticateOidcConfig: { ...endpoints, ...shared, ...secret } };
}

/** Which requests a rule is for. */
export function albConditions({ conditions }: AlbEvent): Json[] {
  const { path, host, method, header, query, ip } = conditions;
  const found: Json[] = [];
  if (path) found.push({ Field: "path-pattern", Values: path });
  if (host) found.push({ Field: "host-header", HostHeaderConfig: { Values: host } });
  if (method) found.push({ Field: "http-request-method", HttpRequestMethodConfig: { Values: method } });
  for (const { name, values } of header ? [header].flat() : []) found.push({ Field: "http-header", HttpHeaderConfig: { HttpHeaderName: name, Values: values } });
  if (query) found.push({ Field: "query-string", QueryStringConfig: { Values: Object.entries(query).map(([Key, Value]) => ({ Key, Value })) } });
  if (ip) found.push({ Field: "source-ip", SourceIpConfig: { Values: ip } });
  return found;
}

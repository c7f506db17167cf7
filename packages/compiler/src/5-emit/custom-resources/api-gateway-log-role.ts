import { CompileError } from "../../diagnostic.js";
import type { Path } from "../../path.js";
import type { TemplateBuilder } from "../template-builder.js";

/** The account-wide role by which API Gateway writes logs: the reference makes it by a custom resource, unless it is managed elsewhere. */
export function emitApiGatewayLogRole({ model }: TemplateBuilder, path: Path): void {
  const logs = model.provider.logs?.restApi;
  if (typeof logs === "object" && logs.roleManagedExternally) return;
  throw new CompileError({
    code: "feature_unsupported",
    message: "The role by which API Gateway writes logs cannot be made yet",
    hint: "Set provider.logs.restApi.roleManagedExternally to true, and give the account that role once.",
    path,
  });
}

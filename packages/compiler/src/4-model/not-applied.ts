import { isJsonObject, type Json } from "@windlass/cloudformation/template";
import type { ProviderConfig } from "../3-check/config.js";
import type { Problem } from "../diagnostic.js";
import type { Path } from "../path.js";
import type { ServiceModel } from "./service-model.js";

type Setting = { path: Path; value: unknown; message: string; hint?: string };

/** Settings that neither the template nor the stack's settings can hold, so that nothing comes of them: said, not dropped. */
export function findNotApplied(model: ServiceModel): Problem[] {
  return [...deploymentSettings(model.provider), ...restStageSettings(model), ...functionSettings(model)]
    .filter(({ value }) => value !== undefined && value !== null && value !== false)
    .map(({ path, message, hint }) => ({ code: "setting_ignored", path, message: `\`${path.at(-1)}\` ${message}`, hint }));
}

function deploymentSettings(provider: ProviderConfig): Setting[] {
  const at = (...path: string[]): Path => ["provider", ...path];
  const bucket: Record<string, Json | undefined> = isJsonObject(provider.deploymentBucket) ? provider.deploymentBucket : {};
  const uploads = ["serverSideEncryption", "sseCustomerAlgorithim", "sseCustomerKey", "sseCustomerKeyMD5", "sseKMSKeyId", "maxPreviousDeploymentArtifacts"];
  const role = provider.iam?.deploymentRole ?? provider.cfnRole;
  return [
    ...uploads.map((name) => ({ path: at("deploymentBucket", name), value: bucket[name], message: "is not applied: Windlass keeps artifacts in its own bucket" })),
    { path: at("deploymentMethod"), value: provider.deploymentMethod === "direct", message: "is not applied: stacks are always changed by change sets, which can be looked at before" },
    { path: at("disableRollback"), value: provider.disableRollback, message: "is not applied: a failed deployment is always rolled back" },
    { path: at("stackPolicy"), value: provider.stackPolicy?.length ? true : null, message: "is not applied: the stack keeps the policy that it has", hint: "Set it once with `aws cloudformation set-stack-policy`." },
    { path: at("deletionProtection"), value: provider.deletionProtection, message: "is not applied: the stack keeps the protection that it has", hint: "Set it once with `aws cloudformation update-termination-protection`." },
    { path: at("profile"), value: provider.profile, message: "is not applied: the stage's AWS account is used", hint: "Choose the account in the stage's settings." },
    { path: at("pruneFunctionVersions"), value: provider.pruneFunctionVersions, message: "is not applied: old versions of functions are kept", hint: "Set `versionFunctions: false` where they are of no use." },
    {
      path: provider.iam?.deploymentRole === undefined ? at("cfnRole") : at("iam", "deploymentRole"),
      value: role !== undefined && typeof role !== "string",
      message: "is not applied: CloudFormation must know the role before it reads a template",
      hint: "Give the role's ARN as a text.",
    },
  ];
}

/** The reference sets these on the REST API's stage through the API after each deployment; no template can hold them. */
function restStageSettings({ provider, functions }: ServiceModel): Setting[] {
  const hasStage = functions.some(({ events }) => events.some((event) => event.http)) && !provider.apiGateway?.restApiId;
  if (!hasStage) return [];
  const message = "is not set on the stage of the REST API, which CloudFormation makes without it";
  const hint = "Set it on the stage once after the first deployment, or use httpApi events.";
  return [
    { path: ["provider", "logs", "restApi"], value: provider.logs?.restApi, message, hint },
    { path: ["provider", "tracing", "apiGateway"], value: provider.tracing?.apiGateway, message, hint },
    { path: ["provider", "apiGateway", "metrics"], value: provider.apiGateway?.metrics, message, hint },
    { path: ["provider", "tags"], value: provider.tags, message, hint },
    { path: ["provider", "stackTags"], value: provider.stackTags, message, hint },
  ];
}

function functionSettings({ functions }: ServiceModel): Setting[] {
  return functions.map(({ config, path }) => ({ path: [...path, "awsKmsKeyArn"], value: config.awsKmsKeyArn, message: "is not applied, as in the Serverless Framework", hint: "Use `kmsKeyArn`." }));
}

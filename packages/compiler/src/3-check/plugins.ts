import { isJsonObject, type Json } from "@windlass/cloudformation/template";
import type { Problem } from "../diagnostic.js";

/** What becomes of a plugin's work: done without it, of no use here, or missing from the stack. */
type Verdict = "built_in" | "not_needed" | "not_supported";
type KnownPlugin = { verdict: Verdict; advice: string };

const builtIn = (advice: string): KnownPlugin => ({ verdict: "built_in", advice });
const notNeeded = (advice: string): KnownPlugin => ({ verdict: "not_needed", advice });
const missing = (advice: string): KnownPlugin => ({ verdict: "not_supported", advice });

const ownBundling = builtIn("TypeScript and modern JavaScript handlers are bundled by esbuild: move its settings to `build.esbuild`, and remove the plugin.");
const otherBundler = missing("Let esbuild bundle the handlers (`build.esbuild`), or run this bundler in the service's build command and name the built files in `handler`.");
const developers = notNeeded("It helps on a developer's machine only: it changes nothing that is deployed.");
const alarms = missing("Define the alarms as AWS::CloudWatch::Alarm under `resources`.");
const dns = missing("Define the domain, its mapping and its DNS record under `resources`.");
const split = builtIn("Set `custom.windlass.split` to `type`, `function` or a number of nested stacks, and remove the plugin: what it put into nested stacks stays there.");
const rolePerFunction = missing("Define a role under `resources` for each function, and name it in `functions.<name>.role`.");
const buckets = missing("Fill and empty buckets in the service's own scripts, after the deployment or before the removal.");

/** The plugins that services name most, by the name under `plugins`. */
export const knownPlugins: Readonly<Record<string, KnownPlugin>> = {
  "serverless-esbuild": ownBundling,
  "serverless-plugin-typescript": ownBundling,
  "serverless-bundle": ownBundling,
  "serverless-plugin-optimize": ownBundling,
  "serverless-webpack": otherBundler,
  "serverless-plugin-browserify": otherBundler,
  "serverless-jetpack": builtIn("Development dependencies are left out of the package as it is: remove the plugin."),
  "serverless-plugin-include-dependencies": builtIn("Development dependencies are left out of the package as it is: remove the plugin."),
  "serverless-python-requirements": missing("Install the requirements beside the code in the service's build command, such as `pip install -r requirements.txt --target .`."),
  "serverless-dotenv-plugin": builtIn("Set `useDotenv: true` instead, and name the variables that a function needs under its `environment`."),
  "serverless-pseudo-parameters": builtIn("Write `${aws:accountId}` and `${aws:region}`, or `!Sub` with `${AWS::AccountId}`; `#{AWS::Region}` stays as it is."),
  "serverless-plugin-resource-tagging": builtIn("Set `provider.stackTags`, which tags every resource of the stack, and `provider.tags`."),
  "serverless-plugin-log-retention": builtIn("Set `provider.logRetentionInDays` instead."),
  "serverless-plugin-tracing": builtIn("Set `provider.tracing.lambda: true` instead."),
  "serverless-plugin-git-variables": builtIn("Write `${git:sha1}` and the like, which need no plugin."),
  "serverless-stage-manager": builtIn("The stages of a service are those that were made for it in Windlass."),
  "serverless-deployment-bucket": notNeeded("Windlass keeps artifacts in a bucket of its own."),
  "serverless-export-env": developers,
  "serverless-offline": developers,
  "serverless-offline-sns": developers,
  "serverless-offline-sqs": developers,
  "serverless-offline-ssm": developers,
  "serverless-offline-scheduler": developers,
  "serverless-dynamodb-local": developers,
  "serverless-dynamodb": developers,
  "serverless-s3-local": developers,
  "serverless-localstack": developers,
  "serverless-plugin-warmup": missing("Set `provisionedConcurrency` or `snapStart`, or a `schedule` event that calls the function."),
  "serverless-plugin-canary-deployments": missing("Versions are switched over at once; Windlass rolls back a stack whose alarms go off during the deployment (`provider.rollbackConfiguration`)."),
  "serverless-prune-plugin": missing("Old versions of functions are kept: set `provider.versionFunctions: false` where they are of no use."),
  "serverless-domain-manager": dns,
  "serverless-certificate-creator": dns,
  "serverless-iam-roles-per-function": rolePerFunction,
  "serverless-plugin-split-stacks": split,
  "serverless-nested-stack": split,
  "serverless-s3-sync": buckets,
  "serverless-s3-remover": buckets,
  "serverless-finch": buckets,
  "serverless-step-functions": missing("Define the state machines as AWS::StepFunctions::StateMachine under `resources`."),
  "serverless-appsync-plugin": missing("Define the API as AWS::AppSync::GraphQLApi and what belongs to it under `resources`."),
  "serverless-apigateway-service-proxy": missing("Define the methods as AWS::ApiGateway::Method under `resources`, or let a function call the service."),
  "serverless-associate-waf": missing("Define the association as AWS::WAFv2::WebACLAssociation under `resources`."),
  "serverless-api-gateway-caching": missing("Set the cache of the stage after the deployment, or define the stage under `resources`."),
  "serverless-aws-documentation": missing("Define the documentation as AWS::ApiGateway::DocumentationPart under `resources`."),
  "serverless-openapi-documenter": developers,
  "serverless-plugin-aws-alerts": alarms,
  "serverless-plugin-datadog": missing("Add Datadog's layer and its environment variables to the functions under `layers` and `environment`."),
  "serverless-newrelic-lambda-layers": missing("Add New Relic's layer and its environment variables to the functions under `layers` and `environment`."),
  "serverless-plugin-lambda-dead-letter": missing("Set `onError` (a topic) or `destinations.onFailure` (a queue, topic, function or bus) on the function."),
  "serverless-plugin-scripts": missing("Put what its hooks run into the service's build command."),
  "serverless-ssm-fetch": builtIn("Write `${ssm:/name}` where the value is needed."),
};

const verdicts: Record<Verdict, string> = {
  built_in: "what it does is built in",
  not_needed: "it is not needed",
  not_supported: "what it would add is missing from the stack",
};

/** One warning for each plugin that the config names: plugins are not run. */
export function checkPlugins(plugins: Json | undefined): Problem[] {
  const listed = isJsonObject(plugins) ? plugins["modules"] : plugins;
  const names: readonly Json[] = Array.isArray(listed) ? listed : listed === undefined || listed === null ? [] : [listed];
  return names.flatMap((name, index): Problem[] => {
    if (typeof name !== "string") return [];
    const known = Object.hasOwn(knownPlugins, name) ? knownPlugins[name] : undefined;
    return [
      {
        code: "plugin_ignored",
        message: `The plugin ${name} is not run${known ? `: ${verdicts[known.verdict]}` : ""}`,
        hint: known?.advice,
        path: isJsonObject(plugins) ? ["plugins", "modules", index] : ["plugins", index],
      },
    ];
  });
}

import { isJsonObject, type Json } from "@windlass/cloudformation/template";
import type { Problem } from "../diagnostic.js";

/** Well-known plugins, and what becomes of their work. */
const advice: Record<string, string> = {
  "serverless-offline": "It is needed only on a developer's machine.",
  "serverless-dotenv-plugin": "Use `useDotenv: true` instead.",
  "serverless-deployment-bucket": "Windlass makes its own bucket.",
  "serverless-s3-remover": "Windlass does not empty buckets.",
  "serverless-prune-plugin": "Versions are not pruned.",
  "serverless-esbuild": "Bundle the handlers in the service's build command, and name the built files in `handler`.",
  "serverless-webpack": "Bundle the handlers in the service's build command, and name the built files in `handler`.",
  "serverless-plugin-typescript": "Compile the handlers in the service's build command, and name the built files in `handler`.",
  "serverless-bundle": "Bundle the handlers in the service's build command, and name the built files in `handler`.",
  "serverless-python-requirements": "Install the requirements into the service's directory in its build command.",
};

/** One warning for each plugin: plugins are not run. */
export function knownPlugins(plugins: Json | undefined): Problem[] {
  const listed = isJsonObject(plugins) ? plugins["modules"] : plugins;
  const names = (Array.isArray(listed) ? listed : [listed]).filter((name) => typeof name === "string");
  return names.map((name, index) => ({
    code: "plugin_ignored",
    message: `The plugin ${name} is not run`,
    hint: Object.hasOwn(advice, name) ? advice[name] : undefined,
    path: isJsonObject(plugins) ? ["plugins", "modules", index] : ["plugins", index],
  }));
}

import { createHash } from "node:crypto";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { parseTemplate, readTemplateText } from "@windlass/aws/stacks/read-template";
import { keepExports } from "@windlass/cloudformation/keep-exports";
import type { Compiled } from "@windlass/compiler/compile-input";
import type { StepContext } from "./run-step.js";

/** The compiled service with the exports that this deployment was asked to keep, and with what they need. */
export async function withKeptExports(context: StepContext, compiled: Compiled): Promise<Compiled> {
  const { run, aws, reporter, signal } = context;
  const names = run.options.keepExports ?? [];
  if (names.length === 0) return compiled;
  const stack = await describeStack(aws, compiled.stackName, signal);
  const text = stack && (await readTemplateText(aws, { stackName: stack.stackId, signal }));
  const deployed = text === null ? null : parseTemplate(text);
  if (!stack || deployed === null) {
    reporter.log("There is no deployed template in JSON to keep exports of.", "warn");
    return compiled;
  }
  const exports = stack.outputs.flatMap(({ key: outputKey, exportName: name, value }) => (name === null ? [] : [{ outputKey, name, value }]));
  const { template, resources, unknown } = keepExports(compiled.template, { template: deployed, exports }, names);
  for (const name of unknown) reporter.log(`The stack does not export ${name}, so there is nothing to keep of it.`, "warn");
  reporter.log(`Keeping for now: ${[...names.filter((name) => !unknown.includes(name)), ...resources].join(", ")}`);
  const templateText = JSON.stringify(template);
  return { ...compiled, template, templateText, templateHash: createHash("sha256").update(templateText).digest("hex") };
}

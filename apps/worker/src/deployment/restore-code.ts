import { inFence } from "@windlass/operations/deployment-run/fence";
import { saveRestored } from "@windlass/operations/deployment-run/save-fast-result";
import { counted } from "./counted.js";
import { codePlanSchema, putCode } from "./put-code.js";
import type { RunContext } from "./run-context.js";

/** Gives functions whose code was changed without CloudFormation back what they ran before. Nothing where none was. */
export async function restoreCode(context: RunContext): Promise<void> {
  const { run, services, lease, reporter } = context;
  const plan = codePlanSchema.safeParse(run.steps.get("plan")?.output);
  if (!plan.success) return;
  const changed = await putCode(context, plan.data.functions.map(({ before, ...one }) => ({ ...one, code: before })));
  await inFence(services.db, lease.fence, (tx) => saveRestored(tx));
  if (changed.length > 0) reporter.log(`${counted(changed.length, "function")} got back the code from before: ${changed.join(", ")}`, "warn");
}

import type { Enclose } from "@windlass/compiler/1-read/evaluate-module";
import { ExternalError, type ExternalValues } from "@windlass/compiler/external-values";
import type { BuildPlace } from "../build/isolation/build-place.js";
import { askStageAccount } from "./ask-stage-account.js";
import { givenParameters } from "./given-parameters.js";
import { openPlace } from "./open-place.js";
import type { OpenInput } from "./resolve-inputs.js";
import type { StepContext } from "./run-step.js";
import type { Source } from "./steps/1-checkout.js";

/** The parameters that a config is compiled with: the service's inputs, and over them the stage's own. Code of strangers sees none. */
export function parametersFor({ run }: StepContext, inputs: readonly OpenInput[]): { params: Record<string, string>; secretParams: string[] } {
  if (run.options.trust === "untrusted") return { params: {}, secretParams: [] };
  const taken = inputs.filter(({ overridden }) => !overridden).map(({ name, open, secret }) => ({ name, value: open, secret }));
  const parameters = [...taken, ...givenParameters(run)];
  return {
    params: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
    secretParams: parameters.filter(({ secret }) => secret).map(({ name }) => name),
  };
}

/** What answers for AWS. A stranger's config may know the number of the account, which its template names anyway. */
export function externalFor({ run, aws, masker }: StepContext): ExternalValues {
  const account = askStageAccount(aws, masker);
  if (run.options.trust !== "untrusted") return account;
  return {
    ask: async (request, asking) => {
      if (request.source === "aws") return account.ask(request, asking);
      throw new ExternalError("the config of people without write access is given no values of the account");
    },
  };
}

/** Does `work` with the place in which the config's own code runs, which is opened when there is some. */
export async function withConfigPlace<T>(context: StepContext, source: Source, work: (enclose: Enclose) => Promise<T>): Promise<T> {
  let opened: Promise<BuildPlace> | undefined;
  try {
    return await work(async (command) => (await (opened ??= openPlace(context, source))).encloseConfig(command));
  } finally {
    const place = await opened?.catch(() => undefined);
    await place?.close();
  }
}

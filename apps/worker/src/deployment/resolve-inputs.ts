import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { WindlassError } from "@windlass/contracts/error";
import { parseInput, type InputPart, type ResolvedInput } from "@windlass/contracts/input-text";
import type { InputSource } from "@windlass/operations/deployment-run/input-sources";
import { mask } from "@windlass/operations/masking/masker";
import { secretPieces } from "@windlass/operations/masking/secret-pieces";
import { givenParameters } from "./given-parameters.js";
import type { StepContext } from "./run-step.js";

/** An input with its value in the clear: for the compiler, and never for what is stored. */
export type OpenInput = ResolvedInput & { open: string };

type Output = Extract<InputPart, { kind: "output" }>;
type Found = { value: string; secrets: string[]; stage: string; release: number | null };

/**
 * Gives the inputs of the service their values, from what the stages of the same name offer now. A secret in them is masked from
 * here on. Throws `input_missing`, naming every output that is not there and those that are.
 */
export async function resolveInputs(context: StepContext): Promise<OpenInput[]> {
  const { run, reporter } = context;
  if (run.options.trust === "untrusted") return [];
  const live = liveOutputs(context);
  const problems: string[] = [];
  const resolved: OpenInput[] = [];
  for (const [name, text] of Object.entries(run.inputs)) {
    const overridden = givenParameters(run).some((parameter) => parameter.name === name);
    const input = overridden ? { open: "", secrets: [], from: [] } : await resolveOne(context, { name, text, live, problems });
    context.masker.add(input.secrets);
    const { open, from } = input;
    resolved.push({ name, text, open, from, value: context.masker.text(open), secret: input.secrets.length > 0, overridden });
  }
  if (problems.length > 0) throw new WindlassError("input_missing", problems.join(" "), { hint: `Deploy what has the output first, correct the input in the settings of ${run.service.name}, or give the stage a parameter of its own of that name.` });
  for (const { name, value, from, overridden } of resolved) {
    const source = from.map((one) => `${one.output} of ${one.service}/${one.stage}${one.release === null ? "" : ` (release ${one.release})`}`).join(", ");
    reporter.log(overridden ? `Input ${name} is a parameter of the stage's own` : `Input ${name} = ${value}${source === "" ? "" : `: ${source}`}`);
  }
  return resolved;
}

type Resolution = { name: string; text: string; live: (output: Output) => Promise<Found | null>; problems: string[] };

async function resolveOne({ run }: StepContext, { name, text, live, problems }: Resolution): Promise<Pick<OpenInput, "open" | "from"> & { secrets: string[] }> {
  const stage = run.stage.name;
  let open = "";
  const secrets: string[] = [];
  const from: ResolvedInput["from"] = [];
  for (const part of parseInput(text) ?? []) {
    if (part.kind !== "output") {
      open += part.kind === "stage" ? stage : part.text;
      continue;
    }
    const found = await live(part);
    if (found === null) {
      problems.push(missing(run.inputSources, { name, stage, part }));
      continue;
    }
    open += found.value;
    secrets.push(...found.secrets);
    from.push({ service: part.service, stage: found.stage, output: part.output, release: found.release });
  }
  // Whole too, so that no other form of it gets through.
  return { open, from, secrets: secrets.length > 0 ? [...secrets, open] : secrets };
}

/** A value in which a secret was masked is asked of AWS: once for each stack. */
function liveOutputs({ run, services, signal }: StepContext): (output: Output) => Promise<Found | null> {
  const stacks = new Map<string, ReturnType<typeof describeStack>>();
  return async ({ service, output }) => {
    const stage = run.inputSources.find((source) => source.service === service)?.stage;
    const stored = stage?.outputs.find(({ key }) => key === output)?.value;
    if (!stage || stored === undefined) return null;
    const { name, release, stackName, access, region } = stage;
    if (!stored.includes(mask) || stackName === null) return { value: stored, secrets: [], stage: name, release };
    if (!stage.givesSecrets) return null;
    const asked = stacks.get(service) ?? describeStack(services.sessions.session(access(), region), stackName, signal);
    stacks.set(service, asked);
    const value = (await asked)?.outputs.find(({ key }) => key === output)?.value;
    return value === undefined ? null : { value, secrets: secretPieces({ masked: stored, open: value }), stage: name, release };
  };
}

function missing(sources: readonly InputSource[], { name, stage, part: { service, output } }: { name: string; stage: string; part: Output }): string {
  const found = sources.find((source) => source.service === service)?.stage ?? null;
  const needs = `The input ${name} needs the output ${output} of ${service}/${found?.name ?? stage}`;
  if (found === null) return `${needs}, and ${service} has no stage ${stage}.`;
  if (found.status === "never_deployed" || found.status === "removed") return `${needs}, which ${found.status === "removed" ? "was removed" : "was never deployed"}.`;
  if (!found.givesSecrets && found.outputs.some(({ key }) => key === output)) return `${needs}, which holds a secret, and previews are given none.`;
  const keys = found.outputs.map(({ key }) => key).toSorted();
  return `${needs}, which has ${keys.length === 0 ? "no outputs" : `no such output: it has ${keys.join(", ")}`}.`;
}

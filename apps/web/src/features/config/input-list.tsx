import type { ResolvedInput } from "@windlass/contracts/input-text";
import { Lock } from "lucide-react";
import { Mono } from "../../ui/chip.js";
import { TextLink } from "../../ui/link.js";

/** The parameters that a release took from other services: each with its value then, and where it came from. */
export function InputList({ inputs }: { inputs: readonly ResolvedInput[] }) {
  if (inputs.length === 0) return null;
  return (
    <section aria-label="Inputs" className="rounded-lg border border-line bg-surface shadow-raised">
      <h2 className="border-b border-line px-4 py-2.5 font-semibold">Inputs</h2>
      <ul className="divide-y divide-line">
        {inputs.map((input) => (
          <li key={input.name} className="px-4 py-2.5">
            <p className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
              <Mono className="font-semibold break-all">{input.name}</Mono>
              {input.secret && <Lock aria-label="secret" className="size-3.5 self-center text-ink-faint" />}
              {!input.overridden && <Mono className="min-w-0 break-all">{input.value}</Mono>}
            </p>
            <p className="mt-0.5 flex flex-wrap gap-x-3 text-note text-ink-soft">
              {input.overridden ? <span>A parameter of the stage&apos;s own took its place.</span> : <Mono className="break-all">{input.text}</Mono>}
              {input.from.map(({ service, stage, output, release }) => (
                <span key={`${service}.${output}`} className="min-w-0 break-words">
                  {`${output} of `}
                  <TextLink to="/services/$service/stages/$stage/outputs" params={{ service, stage }}>
                    {`${service}/${stage}`}
                  </TextLink>
                  {release !== null && (
                    <>
                      {", "}
                      <TextLink to="/services/$service/stages/$stage/deployments/$number" params={{ service, stage, number: release }}>
                        {`release ${release}`}
                      </TextLink>
                    </>
                  )}
                </span>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

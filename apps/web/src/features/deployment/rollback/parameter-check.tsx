import type { ParameterDifference, RollbackPreview } from "@windlass/contracts/rollback";
import { Check, KeyRound } from "lucide-react";
import { Section } from "../../../ui/card.js";
import { Chip, Mono } from "../../../ui/chip.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../../ui/table.js";

const words = { changed: "has another value today", added: "did not exist then", removed: "no longer exists" } as const satisfies Record<ParameterDifference["change"], string>;

/** Which parameters and secrets have another value today than the release was built with. */
export function ParameterCheck({ parameters: { known, different }, release }: { parameters: RollbackPreview["parameters"]; release: number }) {
  return (
    <Section
      title="Parameters and secrets"
      actions={different.length === 0 ? undefined : `${different.length} differ`}
      description="Their values are part of a release's template: a roll-back puts back the values of then, also of secrets that were changed since."
    >
      {different.length > 0 ? (
        <Differences different={different} release={release} />
      ) : known ? (
        <p className="flex items-start gap-2">
          <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
          All have the values that the release was built with.
        </p>
      ) : (
        <p className="text-ink-soft">Not known: the release was built before versions of parameters were kept, or without any.</p>
      )}
    </Section>
  );
}

function Differences({ different, release }: { different: readonly ParameterDifference[]; release: number }) {
  return (
    <Table label="Parameters that differ" stack>
      <TableHead>
        <TableRow>
          <TableHeading>Parameter</TableHeading>
          <TableHeading>{`Release ${release}`}</TableHeading>
          <TableHeading>Today</TableHeading>
          <TableHeading>What it means</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {different.map(({ name, secret, change, releaseVersion, currentVersion }) => (
          <TableRow key={name}>
            <TableCell label="Parameter">
              <span className="flex min-w-0 flex-wrap items-center gap-2">
                <Mono className="break-all">{name}</Mono>
                {secret && (
                  <Chip>
                    <KeyRound aria-hidden />
                    secret
                  </Chip>
                )}
              </span>
            </TableCell>
            <TableCell label={`Release ${release}`}>{releaseVersion === null ? "–" : `version ${releaseVersion}`}</TableCell>
            <TableCell label="Today">{currentVersion === null ? "–" : `version ${currentVersion}`}</TableCell>
            <TableCell label="What it means">{words[change]}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

import type { ConfigDifference, PromotedArtifact, PromotionResult } from "@windlass/contracts/deployment-results";
import { Check, TriangleAlert } from "lucide-react";
import { Mono } from "../../../ui/chip.js";
import { TextLink } from "../../../ui/link.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../../ui/table.js";

/** `14 of 14 functions identical`. */
export function identicalText(artifacts: readonly PromotedArtifact[]): string {
  const functions = artifacts.filter(({ kind }) => kind === "function");
  return `${functions.filter(({ identical }) => identical).length} of ${functions.length} functions identical`;
}

/** The proof of a promotion: which zips are the same bytes on both stages, and in what the configs differ. */
export function PromotionView({ service, promotion }: { service: string; promotion: PromotionResult }) {
  const { stage, number, artifacts, differences, moreDifferences } = promotion;
  return (
    <>
      <p className="mb-3 text-ink-soft">
        {"The same commit as "}
        <TextLink to="/services/$service/stages/$stage/deployments/$number" params={{ service, stage, number }}>
          {`${stage} #${number}`}
        </TextLink>
        {", compiled for this stage."}
      </p>
      <ArtifactTable artifacts={artifacts} />
      <h3 className="mt-5 mb-2 font-medium">{differences === null ? "Config differences" : `Config differences (${differences.length + moreDifferences})`}</h3>
      {differences === null && <p className="text-ink-soft">Not known: the release was built before Windlass kept its config.</p>}
      {differences?.length === 0 && <p className="text-ink-soft">None but names that hold the stage's own name.</p>}
      {differences !== null && differences.length > 0 && <DifferenceTable differences={differences} from={stage} />}
      {moreDifferences > 0 && <p className="mt-2 text-ink-soft">{`And ${moreDifferences} more: compare the two releases' templates.`}</p>}
    </>
  );
}

function ArtifactTable({ artifacts }: { artifacts: readonly PromotedArtifact[] }) {
  return (
    <Table label="Promoted code" stack>
      <TableHead>
        <TableRow>
          <TableHeading>Function or layer</TableHeading>
          <TableHeading>Code</TableHeading>
          <TableHeading>Bytes</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {artifacts.map(({ name, kind, identical, sameObject, hash, why }) => (
          <TableRow key={`${kind}/${name}`}>
            <TableCell label="Name">
              <span className="font-medium">{name}</span>
              {kind === "layer" && <span className="text-ink-faint"> layer</span>}
            </TableCell>
            <TableCell label="Code" title={hash ?? undefined}>
              <Mono>{hash?.slice(0, 12) ?? "–"}</Mono>
            </TableCell>
            <TableCell label="Bytes">
              <span className="flex items-start gap-2">
                {identical ? <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-good" /> : <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />}
                {identical ? (sameObject ? "identical, the very same object" : "identical, a copy") : (why ?? "not identical")}
              </span>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function DifferenceTable({ differences, from }: { differences: readonly ConfigDifference[]; from: string }) {
  return (
    <Table label="Config differences" stack>
      <TableHead>
        <TableRow>
          <TableHeading>Property</TableHeading>
          <TableHeading>{from}</TableHeading>
          <TableHeading>This stage</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {differences.map(({ logicalId, resourceType, path, from: before, to: after }) => (
          <TableRow key={`${logicalId}/${path}`}>
            <TableCell label="Property" title={resourceType}>
              <Mono className="break-all">{resourceType === "" || path === "" ? path || logicalId : `${logicalId}.${path}`}</Mono>
            </TableCell>
            <TableCell label={from}>
              <Mono className="break-all">{before ?? "–"}</Mono>
            </TableCell>
            <TableCell label="This stage">
              <Mono className="break-all">{after ?? "–"}</Mono>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

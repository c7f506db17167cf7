import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { StageAddress } from "@windlass/client/address";
import type { ReleaseSummary } from "@windlass/contracts/release-config";
import { Package, Pin, PinOff } from "lucide-react";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { useMay } from "../../queries/me.js";
import { releasesQuery } from "../../queries/releases.js";
import { Button } from "../../ui/button.js";
import { Chip, Dot, Mono } from "../../ui/chip.js";
import { EmptyState } from "../../ui/empty-state.js";
import { PlainLink } from "../../ui/link.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../ui/table.js";
import { useToast } from "../../ui/toast.js";

/** What was built for a stage, and whether its artifacts are still there. */
export function ReleaseList({ stage, releases }: { stage: StageAddress; releases: readonly ReleaseSummary[] }) {
  const mayPin = useMay("release:pin");
  if (releases.length === 0) {
    return (
      <EmptyState icon={<Package aria-hidden />} title="No releases yet">
        Every deployment builds one. The newest ones keep their artifacts, so that a roll-back is possible at any time.
      </EmptyState>
    );
  }
  return (
    <Table label="Releases" stack>
      <TableHead>
        <TableRow>
          <TableHeading>Release</TableHeading>
          <TableHeading>Commit</TableHeading>
          <TableHeading>Built</TableHeading>
          <TableHeading>Kept</TableHeading>
          <TableHeading>
            <span className="sr-only">Pin</span>
          </TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {releases.map((release) => (
          <TableRow key={release.number}>
            <TableCell>
              <PlainLink to="/services/$service/stages/$stage/deployments/$number" params={{ ...stage, number: release.number }} className="font-medium text-ink">
                {`#${release.number}`}
              </PlainLink>
            </TableCell>
            <TableCell label="Commit">
              <span className="min-w-0">
                <Mono>{release.commit.sha.slice(0, 7)}</Mono> <span className="break-words text-ink-soft">{release.commit.message.split("\n")[0]}</span>
              </span>
            </TableCell>
            <TableCell label="Built">
              <RelativeTime at={release.createdAt} />
            </TableCell>
            <TableCell label="Kept">
              <Kept release={release} />
            </TableCell>
            <TableCell className="sm:text-right">{mayPin && release.collectedAt === null && <PinButton stage={stage} release={release} />}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Kept({ release }: { release: ReleaseSummary }) {
  return (
    <span className="flex flex-wrap gap-1">
      {release.current && (
        <Chip tone="good">
          <Dot tone="good" />
          runs now
        </Chip>
      )}
      {release.pinnedAt !== null && (
        <Chip tone="accent" title={`Pinned by ${release.pinnedBy ?? "somebody"}`}>
          <Pin aria-hidden />
          pinned
        </Chip>
      )}
      {release.collectedAt !== null && <Chip title="Housekeeping took its artifacts: deploy its commit again to have it back">artifacts taken away</Chip>}
    </span>
  );
}

function PinButton({ stage, release }: { stage: StageAddress; release: ReleaseSummary }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const pinned = release.pinnedAt !== null;
  const address = { ...stage, number: release.number };
  const change = useMutation({
    mutationFn: () => (pinned ? api.releases.unpin(address) : api.releases.pin(address)),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: releasesQuery(stage).queryKey }),
    onError: (error) => {
      const { message, hint } = problemOf(error);
      notify({ tone: "bad", title: message, text: hint });
    },
  });
  return (
    <Button size="small" busy={change.isPending} aria-label={`${pinned ? "Unpin" : "Pin"} release ${release.number}`} onClick={() => change.mutate()}>
      {pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
      {pinned ? "Unpin" : "Pin"}
    </Button>
  );
}

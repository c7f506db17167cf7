import type { Repository } from "@windlass/contracts/repository";
import { Lock } from "lucide-react";
import { Chip, Mono } from "../../ui/chip.js";
import { PlainLink } from "../../ui/link.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { repositoryLabel } from "../../ui/repository-label.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../ui/table.js";
import { providerText } from "./provider-text.js";

export function RepositoryList({ repositories }: { repositories: readonly Repository[] }) {
  return (
    <Table label="Repositories" stack>
      <TableHead>
        <TableRow>
          <TableHeading>Repository</TableHeading>
          <TableHeading>Kind</TableHeading>
          <TableHeading>Default branch</TableHeading>
          <TableHeading className="text-right">Services</TableHeading>
          <TableHeading className="text-right">Added</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {repositories.map((repository) => (
          <TableRow key={repository.id}>
            <TableCell>
              <span className="min-w-0">
                <span className="flex flex-wrap items-center gap-2">
                  <PlainLink to="/repositories/$id" params={{ id: repository.id }} data-row className="font-medium">
                    {repositoryLabel(repository.url)}
                  </PlainLink>
                  {repository.hasAccessToken && (
                    <Chip>
                      <Lock aria-hidden />
                      token stored
                    </Chip>
                  )}
                </span>
                <Mono className="block text-note break-all text-ink-faint">{repository.url}</Mono>
              </span>
            </TableCell>
            <TableCell label="Kind" className="whitespace-nowrap">
              {providerText[repository.provider]}
            </TableCell>
            <TableCell label="Default branch">
              <Mono>{repository.defaultBranch}</Mono>
            </TableCell>
            <TableCell label="Services" className="tabular-nums sm:text-right">
              {repository.serviceCount}
            </TableCell>
            <TableCell label="Added" className="text-note text-ink-faint sm:text-right">
              <RelativeTime at={repository.createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

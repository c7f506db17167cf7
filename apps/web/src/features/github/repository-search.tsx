import { useQuery } from "@tanstack/react-query";
import type { GithubRepositories, GithubRepository } from "@windlass/contracts/github";
import { Lock } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { githubRepositoriesQuery } from "../../queries/github.js";
import { Chip, Mono } from "../../ui/chip.js";
import { Field } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { ButtonLink, ExternalLink } from "../../ui/link.js";
import { Problem } from "../../ui/problem.js";
import { QueryView } from "../../ui/query-view.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../ui/table.js";

/** The repositories that the Apps may read, found by a part of their name; each is one click from being a service. */
export function RepositorySearch({ search, onSearch }: { search: string; onSearch: (search: string) => void }) {
  const [text, setText] = useState(search);
  const query = useQuery(githubRepositoriesQuery(useDeferredValue(text.trim())));
  return (
    <div className="space-y-4">
      <Field label="Search">
        {(control) => (
          <Input
            {...control}
            machine
            type="search"
            placeholder="acme/orders"
            value={text}
            onChange={({ target }) => {
              setText(target.value);
              onSearch(target.value);
            }}
          />
        )}
      </Field>
      <QueryView query={query}>{(found) => <Found found={found} />}</QueryView>
    </div>
  );
}

function Found({ found: { repositories, total, problems } }: { found: GithubRepositories }) {
  return (
    <>
      {problems.map((problem) => (
        <Problem key={problem.message} problem={problem} />
      ))}
      {repositories.length === 0 ? (
        <p className="text-ink-soft">No repository has that in its name. Is the App installed on it? “Choose repositories” above leads to GitHub.</p>
      ) : (
        <Table label="Repositories on GitHub" stack>
          <TableHead>
            <TableRow>
              <TableHeading>Repository</TableHeading>
              <TableHeading>Default branch</TableHeading>
              <TableHeading>
                <span className="sr-only">Add</span>
              </TableHeading>
            </TableRow>
          </TableHead>
          <TableBody>
            {repositories.map((repository) => (
              <RepositoryRow key={repository.cloneUrl} repository={repository} />
            ))}
          </TableBody>
        </Table>
      )}
      {total > repositories.length && <p className="text-note text-ink-faint">{`${total - repositories.length} more match: search for more of the name.`}</p>}
    </>
  );
}

function RepositoryRow({ repository }: { repository: GithubRepository }) {
  const { fullName, cloneUrl, url, defaultBranch, isPrivate, isArchived, repositoryId } = repository;
  return (
    <TableRow>
      <TableCell>
        <span className="flex min-w-0 flex-wrap items-center gap-2">
          <ExternalLink href={url} className="break-all">
            {fullName}
          </ExternalLink>
          {isPrivate && (
            <Chip>
              <Lock aria-hidden />
              private
            </Chip>
          )}
          {isArchived && <Chip tone="warn">archived</Chip>}
        </span>
      </TableCell>
      <TableCell label="Default branch">
        <Mono>{defaultBranch}</Mono>
      </TableCell>
      <TableCell className="sm:text-right">
        <ButtonLink size="small" to="/services/new" search={repositoryId === null ? { address: cloneUrl } : { repository: repositoryId }}>
          Add service<span className="sr-only">{` from ${fullName}`}</span>
        </ButtonLink>
      </TableCell>
    </TableRow>
  );
}

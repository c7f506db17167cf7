import { useQuery } from "@tanstack/react-query";
import type { Commit } from "@windlass/contracts/release";
import { serviceQuery } from "../../../queries/services.js";
import { Mono } from "../../../ui/chip.js";
import { ExternalLink } from "../../../ui/link.js";
import { commitUrl } from "./commit-url.js";

/** A commit: subject, hash (a link when the repository is on GitHub) and author. */
export function CommitLink({ service, commit }: { service: string; commit: Commit }) {
  const repositoryUrl = useQuery(serviceQuery(service)).data?.repository.url;
  const url = repositoryUrl === undefined ? null : commitUrl(repositoryUrl, commit.sha);
  const hash = <Mono>{commit.sha.slice(0, 7)}</Mono>;
  return (
    <span className="block min-w-0" title={`${commit.sha}\n\n${commit.message}`}>
      <span className="line-clamp-2 break-words">{commit.message.split("\n", 1)[0]}</span>
      <span className="text-note text-ink-faint">
        {url === null ? hash : <ExternalLink href={url}>{hash}</ExternalLink>}
        {` by ${commit.author}`}
      </span>
    </span>
  );
}

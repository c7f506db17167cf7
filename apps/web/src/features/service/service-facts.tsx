import type { Service } from "@windlass/contracts/service";
import { FileCode2, FolderTree, GitFork } from "lucide-react";
import { Mono } from "../../ui/chip.js";
import { PlainLink } from "../../ui/link.js";
import { repositoryLabel } from "../../ui/repository-label.js";

const fact = "inline-flex min-w-0 items-center gap-1.5 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-ink-faint";

/** Where a service comes from, in one line. */
export function ServiceFacts({ service }: { service: Pick<Service, "repository" | "rootDirectory" | "configFile"> }) {
  return (
    <>
      <span className={fact}>
        <GitFork aria-hidden />
        <PlainLink to="/repositories/$id" params={{ id: service.repository.id }} className="truncate" title={service.repository.url}>
          {repositoryLabel(service.repository.url)}
        </PlainLink>
      </span>
      {service.rootDirectory !== "" && (
        <span className={fact}>
          <FolderTree aria-hidden />
          <Mono>{service.rootDirectory}</Mono>
        </span>
      )}
      {service.configFile !== null && (
        <span className={fact}>
          <FileCode2 aria-hidden />
          <Mono>{service.configFile}</Mono>
        </span>
      )}
    </>
  );
}

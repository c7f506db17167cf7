import type { Service } from "@windlass/contracts/service";
import { Fragment } from "react";
import { FileCode2, FolderTree, GitFork, Waypoints } from "lucide-react";
import { Mono } from "../../ui/chip.js";
import { PlainLink } from "../../ui/link.js";
import { repositoryLabel } from "../../ui/repository-label.js";

const fact = "inline-flex min-w-0 items-center gap-1.5 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-ink-faint";

/** Where a service comes from, in one line. */
export function ServiceFacts({ service }: { service: Pick<Service, "repository" | "rootDirectory" | "configFile" | "dependencies"> }) {
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
      {service.dependencies.length > 0 && (
        <span className={fact} title="Services that are deployed before this one">
          <Waypoints aria-hidden />
          <span className="min-w-0 break-words">
            {"after "}
            {service.dependencies.map((name, index) => (
              <Fragment key={name}>
                {index > 0 && ", "}
                <PlainLink to="/services/$service" params={{ service: name }}>
                  {name}
                </PlainLink>
              </Fragment>
            ))}
          </span>
        </span>
      )}
    </>
  );
}

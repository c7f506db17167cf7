import type { Service } from "@windlass/contracts/service";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "../../ui/card.js";
import { ButtonLink, PlainLink } from "../../ui/link.js";
import { repositoryLabel } from "../../ui/repository-label.js";

/** One service on the overview, with what its stages are shown as. */
export function ServiceCard({ service, mayCreateStage, children }: { service: Service; mayCreateStage: boolean; children: ReactNode }) {
  return (
    <Card className="overflow-hidden" role="group" aria-label={`Service ${service.name}`}>
      <div className="flex items-center justify-between gap-4 border-b border-line px-4 py-3">
        <div className="min-w-0">
          <h3 className="text-heading leading-6 font-semibold wrap-anywhere">
            <PlainLink to="/services/$service" params={{ service: service.name }}>
              {service.name}
            </PlainLink>
          </h3>
          <p className="truncate text-note text-ink-faint">
            <PlainLink to="/repositories/$id" params={{ id: service.repository.id }}>
              {repositoryLabel(service.repository.url)}
            </PlainLink>
            {service.rootDirectory !== "" && ` · ${service.rootDirectory}`}
          </p>
        </div>
        {mayCreateStage && (
          <ButtonLink to="/services/$service/new-stage" params={{ service: service.name }} size="small" tone="quiet">
            <Plus aria-hidden />
            Add a stage
          </ButtonLink>
        )}
      </div>
      {service.stages.length === 0 ? (
        <p className="px-4 py-4 text-ink-soft">No stage yet. A stage says in which account and region this service runs.</p>
      ) : (
        children
      )}
    </Card>
  );
}

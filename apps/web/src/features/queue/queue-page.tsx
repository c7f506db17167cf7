import { useSuspenseQuery } from "@tanstack/react-query";
import type { Queue } from "@windlass/contracts/home";
import { ListOrdered } from "lucide-react";
import { queueQuery } from "../../queries/queue.js";
import { Section } from "../../ui/card.js";
import { Dot } from "../../ui/chip.js";
import { EmptyState } from "../../ui/empty-state.js";
import { ButtonLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";
import { FreezeWindows } from "../freeze/freeze-windows.js";
import { QueueRow } from "./queue-row.js";

/** Everything that runs or waits, in the order in which it will run per stage, and who there is to run it. */
export function QueuePage() {
  const { data: queue } = useSuspenseQuery(queueQuery);
  return (
    <>
      <PageHeader
        title="Queue"
        description="A stage runs one deployment at a time; the others wait here in their order."
        meta={
          <>
            <Workers count={queue.workers} />
            <Builds servers={queue.builds} />
          </>
        }
      />
      {queue.running.length + queue.waiting.length === 0 ? (
        <EmptyState
          icon={<ListOrdered aria-hidden />}
          title="Nothing runs and nothing waits"
          actions={<ButtonLink to="/">Go to the services</ButtonLink>}
        >
          A deployment shows up here the moment somebody asks for it, or a push to a stage's branch does.
        </EmptyState>
      ) : (
        <Lists queue={queue} />
      )}
      <div className="mt-9">
        <FreezeWindows of={null} />
      </div>
    </>
  );
}

function Workers({ count }: { count: number }) {
  if (count === 0) {
    return (
      <span role="alert" className="inline-flex items-center gap-2 text-bad">
        <Dot tone="bad" />
        No worker is online: what waits begins when one is started
      </span>
    );
  }
  return (
    <span role="status" className="inline-flex items-center gap-2">
      <Dot tone="good" />
      {count === 1 ? "1 worker online" : `${count} workers online`}
    </span>
  );
}

const isolationWords = { container: "containers", bubblewrap: "bubblewrap", none: "nothing" } as const satisfies Record<Queue["builds"][number]["isolation"], string>;

/** What a build can reach depends on it: said of every server that differs. */
function Builds({ servers }: { servers: Queue["builds"] }) {
  const bare = servers.filter(({ isolation }) => isolation === "none");
  if (servers.length === 0) return null;
  if (bare.length === 0) {
    return (
      <span className="inline-flex items-center gap-2">
        <Dot tone="good" />
        {`Builds run in ${[...new Set(servers.map(({ isolation }) => isolationWords[isolation]))].toSorted().join(" and ")}`}
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-2 text-warn">
      <Dot tone="warn" />
      Builds are not isolated on {bare.map(({ host, reason }) => `${host} (${reason})`).join(", ")}
    </span>
  );
}

const list = "divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-raised";

function Lists({ queue: { running, waiting, stackWaits } }: { queue: Queue }) {
  return (
    <div className="grid gap-8">
      <Section title={`Running (${running.length})`}>
        {running.length === 0 ? (
          <p className="text-ink-soft">Nothing runs at this moment.</p>
        ) : (
          <ol aria-label="Running" className={list}>
            {running.map((deployment) => (
              <QueueRow key={deployment.id} deployment={deployment} position={null} blocker={stackWaits[deployment.id] ?? null} />
            ))}
          </ol>
        )}
      </Section>
      {waiting.length > 0 && (
        <Section title={`Waiting (${waiting.length})`}>
          <ol aria-label="Waiting" className={list}>
            {waiting.map((deployment) => (
              <QueueRow key={deployment.id} deployment={deployment} position={deployment.position} blocker={deployment.blocker} />
            ))}
          </ol>
        </Section>
      )}
    </div>
  );
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { DeploymentAddress } from "@windlass/client/address";
import type { ForgeReport } from "@windlass/contracts/report";
import { AlertTriangle, Check, Clock3 } from "lucide-react";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { deploymentQuery } from "../../queries/deployments.js";
import { useMay } from "../../queries/me.js";
import { Button } from "../../ui/button.js";
import { ExternalLink } from "../../ui/link.js";
import { Problem } from "../../ui/problem.js";
import { RelativeTime } from "../../ui/relative-time.js";

const kindWords = { check: "Check run", status: "Commit status", deployment: "Deployment", comment: "Comment" } as const satisfies Record<ForgeReport["parts"][number]["kind"], string>;

/** What the repository's host was told of the deployment, and why not, when it was not. */
export function ForgeReportView({ deployment, report }: { deployment: DeploymentAddress; report: ForgeReport }) {
  const { state, parts, error } = report;
  const Icon = error !== null ? AlertTriangle : state === "waiting" ? Clock3 : Check;
  return (
    <div className="flex items-start gap-3 rounded-lg border border-line bg-surface px-4 py-3.5">
      <Icon aria-hidden className={`mt-0.5 size-4.5 shrink-0 ${error === null ? "text-ink-faint" : "text-warn"}`} />
      <div className="min-w-0 flex-1">
        {parts.length === 0 && <p>The repository's host was not told yet.</p>}
        <ul aria-label="Told the repository's host" className="grid gap-1">
          {parts.map((part) => (
            <Part key={part.kind} part={part} />
          ))}
        </ul>
        {error !== null && <Trouble error={error} nextTryAt={report.nextTryAt} />}
        {error !== null && <TellAgain deployment={deployment} />}
        {error === null && state === "waiting" && parts.length > 0 && <p className="mt-0.5 text-note text-ink-soft">The newest state is on its way.</p>}
      </div>
    </div>
  );
}

/** Tells at once, as somebody wants who has just given a permission back. */
function TellAgain({ deployment: { service, stage, number } }: { deployment: DeploymentAddress }) {
  const address = { service, stage, number };
  const queryClient = useQueryClient();
  const may = useMay("deployment:create");
  const tell = useMutation({
    mutationFn: () => api.deployments.reportAgain(address),
    onSuccess: (told) => queryClient.setQueryData(deploymentQuery(address).queryKey, told),
  });
  if (!may) return null;
  return (
    <div className="mt-2.5 space-y-2.5">
      <Button size="small" busy={tell.isPending} onClick={() => tell.mutate()}>
        Tell it again
      </Button>
      {tell.error !== null && <Problem problem={problemOf(tell.error)} />}
    </div>
  );
}

function Part({ part: { kind, state, url, at } }: { part: ForgeReport["parts"][number] }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-2">
      {url === null ? kindWords[kind] : <ExternalLink href={url}>{kindWords[kind]}</ExternalLink>}
      <span className="text-ink-soft">{state.replaceAll("_", " ")}</span>
      <span className="text-note text-ink-faint">
        <RelativeTime at={at} />
      </span>
    </li>
  );
}

function Trouble({ error, nextTryAt }: { error: NonNullable<ForgeReport["error"]>; nextTryAt: string | null }) {
  return (
    <>
      <p className="mt-1 break-words">
        {`${error.message} `}
        <span className="text-ink-soft">{error.hint}</span>
      </p>
      <p className="mt-0.5 text-note text-ink-soft">
        {nextTryAt === null ? (
          "It is told again when the deployment changes. The deployment itself is not affected."
        ) : (
          <>
            {"Tried again "}
            <RelativeTime at={nextTryAt} />
            {". The deployment does not wait for it."}
          </>
        )}
      </p>
    </>
  );
}

const stateWords = { waiting: "on its way", reported: "reported", failing: "failing", given_up: "refused" } as const satisfies Record<ForgeReport["state"], string>;

/** The same in a word. */
export function reportWord({ state }: ForgeReport): string {
  return stateWords[state];
}

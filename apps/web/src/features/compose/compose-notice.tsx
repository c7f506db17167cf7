import { useQuery } from "@tanstack/react-query";
import type { ComposeStatus } from "@windlass/contracts/compose";
import { Boxes } from "lucide-react";
import { composeQuery } from "../../queries/repositories.js";
import { ButtonLink } from "../../ui/link.js";

/** What a repository's compose file offers or where it differs, with the way to it. */
export function ComposeNotice({ repository }: { repository: string }) {
  const { data: status } = useQuery(composeQuery(repository));
  if (status === undefined) return null;
  return (
    <div role="note" aria-label="Compose file" className="flex flex-wrap items-center gap-3 rounded-lg border border-line bg-sunken px-4 py-3">
      <Boxes aria-hidden className="size-4.5 shrink-0 text-ink-faint" />
      <p className="min-w-0 flex-1 basis-56 break-words">{noticeText(status)}</p>
      <ButtonLink to="/repositories/$id/compose" params={{ id: repository }} size="small">
        {status.plan === null ? "Look for a compose file" : "See its services"}
      </ButtonLink>
    </div>
  );
}

function noticeText({ file, plan }: ComposeStatus): string {
  if (plan === null) return "Several services in one repository? A serverless-compose.yml that names them can be taken over as a whole.";
  const open = plan.services.filter(({ action }) => action !== "same");
  const name = file ?? "The compose file";
  if (open.length === 0) return `${name} and the services of the repository agree.`;
  const created = open.filter(({ action }) => action === "create").length;
  if (created === plan.services.length) return `${name} names ${created} services: add them all at once.`;
  return `${name} differs from what Windlass has, in ${open.map((service) => service.name).join(", ")}.`;
}

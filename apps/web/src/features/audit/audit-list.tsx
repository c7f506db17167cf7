import type { AuditEvent } from "@windlass/contracts/home";
import { Bot, KeyRound, User, Webhook, type LucideIcon } from "lucide-react";
import { Mono } from "../../ui/chip.js";
import { AbsoluteTime, RelativeTime } from "../../ui/relative-time.js";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "../../ui/table.js";

const actorIcon = { user: User, token: KeyRound, webhook: Webhook, system: Bot } as const satisfies Record<AuditEvent["actor"]["type"], LucideIcon>;

/** Who did what to what, newest first. */
export function AuditList({ events }: { events: readonly AuditEvent[] }) {
  return (
    <Table label="Audit events" stack>
      <TableHead>
        <TableRow>
          <TableHeading>When</TableHeading>
          <TableHeading>Who</TableHeading>
          <TableHeading>Did</TableHeading>
          <TableHeading>To</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {events.map((event) => {
          const Icon = actorIcon[event.actor.type];
          return (
            <TableRow key={event.id}>
              <TableCell label="When" className="whitespace-nowrap">
                <span>
                  <AbsoluteTime at={event.at} />
                  <span className="block text-note text-ink-faint">
                    <RelativeTime at={event.at} />
                  </span>
                </span>
              </TableCell>
              <TableCell label="Who">
                <span className="inline-flex min-w-0 items-center gap-2">
                  <Icon aria-label={event.actor.type} className="size-4 shrink-0 text-ink-faint" />
                  <span className="truncate">{event.actor.label}</span>
                </span>
              </TableCell>
              <TableCell label="Did">
                <Mono>{event.action}</Mono>
              </TableCell>
              <TableCell label="To">
                <span className="min-w-0">
                  <span className="break-all">{event.entityName}</span>
                  <span className="ml-2 text-note text-ink-faint">{event.entityType}</span>
                </span>
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

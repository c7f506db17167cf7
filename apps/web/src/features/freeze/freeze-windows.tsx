import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { StageAddress } from "@windlass/client/address";
import type { FreezeWindow } from "@windlass/contracts/freeze-window";
import { useState } from "react";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { freezeWindowsQuery } from "../../queries/freeze-windows.js";
import { useMay } from "../../queries/me.js";
import { Button } from "../../ui/button.js";
import { Card, Section } from "../../ui/card.js";
import { Chip } from "../../ui/chip.js";
import { Dialog, DialogContent, DialogTrigger } from "../../ui/dialog.js";
import { PlainLink } from "../../ui/link.js";
import { Problem } from "../../ui/problem.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { FreezeForm } from "./freeze-form.js";
import { scheduleText } from "./schedule-text.js";

/** The freezes that concern a stage, or all of them (null), and a way to plan another. */
export function FreezeWindows({ of }: { of: StageAddress | null }) {
  const [open, setOpen] = useState(false);
  const { data: windows } = useQuery(freezeWindowsQuery(of));
  const mayFreeze = useMay("stage:freeze");
  const what = of === null ? "every stage" : `${of.service} / ${of.stage}`;
  const plan = mayFreeze && (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="small">{of === null ? "Freeze every stage…" : "Plan a freeze…"}</Button>
      </DialogTrigger>
      <DialogContent title={`Freeze ${what}`} description="What runs goes on. What is asked for meanwhile waits, and goes on by itself when the freeze ends.">
        <FreezeForm of={of} onDone={() => setOpen(false)} />
      </DialogContent>
    </Dialog>
  );
  return (
    <Section title="Freezes" description="Times in which nothing leaves the queue, unless somebody overrides that for one deployment." actions={plan}>
      <Card>
        {windows === undefined || windows.length === 0 ? (
          <p className="px-4 py-3.5 text-ink-soft">No freeze is planned.</p>
        ) : (
          <ul aria-label="Freezes" className="divide-y divide-line">
            {windows.map((window) => (
              <Row key={window.id} window={window} mayRemove={mayFreeze} />
            ))}
          </ul>
        )}
      </Card>
    </Section>
  );
}

function Row({ window, mayRemove }: { window: FreezeWindow; mayRemove: boolean }) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.freezeWindows.delete(window.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["freeze-windows"] }),
  });
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span className="break-words">{window.name}</span>
          {window.active !== null && <Chip tone="warn">on now</Chip>}
        </p>
        <p className="text-note text-ink-soft">{`${scheduleText(window.schedule)}, ${window.timeZone}`}</p>
        <p className="text-note text-ink-faint">
          <Scope window={window} />
          {" · "}
          <When window={window} />
          {` · by ${window.createdBy}`}
        </p>
        {remove.error !== null && <Problem problem={problemOf(remove.error)} className="mt-2" />}
      </div>
      {mayRemove && (
        <Button size="small" tone="danger-quiet" busy={remove.isPending} aria-label={`Remove ${window.name}`} onClick={() => remove.mutate()}>
          Remove
        </Button>
      )}
    </li>
  );
}

function Scope({ window: { service, stage } }: { window: FreezeWindow }) {
  if (service === null || stage === null) return <>every stage</>;
  return (
    <PlainLink to="/services/$service/stages/$stage" params={{ service, stage }}>
      {`${service} / ${stage}`}
    </PlainLink>
  );
}

function When({ window: { active, nextAt } }: { window: FreezeWindow }) {
  if (active !== null) return active.until === null ? <>without an end</> : <>ends <RelativeTime at={active.until} /></>;
  return nextAt === null ? <>over</> : <>begins <RelativeTime at={nextAt} /></>;
}

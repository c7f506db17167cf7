import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Preview } from "@windlass/contracts/preview";
import { pullLabel, pullWords } from "@windlass/contracts/pull-words";
import { useState } from "react";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { Button } from "../../ui/button.js";
import { Mono } from "../../ui/chip.js";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "../../ui/dialog.js";
import { ExternalLink } from "../../ui/link.js";
import { Problem } from "../../ui/problem.js";
import { buildFileText } from "./preview-look.js";

/** Shows what a stranger's commit changes of the build, and lets that commit and no other run. */
export function ApproveDialog({ preview }: { preview: Preview }) {
  const [open, setOpen] = useState(false);
  const queryClient = useQueryClient();
  const { service, pullRequest, sha } = preview;
  const name = `${service} ${pullLabel(pullRequest.host, pullRequest.number)}`;
  const approve = useMutation({
    mutationFn: () => api.previews.approve({ service, number: pullRequest.number }, sha),
    onSuccess: async () => {
      setOpen(false);
      await queryClient.invalidateQueries({ queryKey: ["previews"] });
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        approve.reset();
      }}
    >
      <DialogTrigger asChild>
        <Button size="small" tone="primary" aria-label={`Review ${name}`}>
          Review…
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Let ${name} run`}
        description={`It is built isolated, without secrets and without AWS. ${preview.gives === "plan" ? "What it builds is compared with the base stage by a change set, and not deployed." : "What it builds is deployed by Windlass' own role for the stage's account, and what it declares gets the rights that it declares."} The next push needs another approval.`}
      >
        <div className="space-y-4">
          <p className="break-words">
            {`${pullRequest.author ?? "Somebody whose account is gone"} asks to merge `}
            <Mono className="break-all">{`${pullRequest.headRepository ?? "a fork that is gone"} ${pullRequest.headRef}`}</Mono>
            {" at "}
            <Mono>{sha.slice(0, 12)}</Mono>. <ExternalLink href={`${pullRequest.url}/${pullWords(pullRequest.host).changesPath}`}>See all that it changes</ExternalLink>
          </p>
          <BuildFiles preview={preview} />
          {approve.error !== null && <Problem problem={problemOf(approve.error)} />}
          <div className="flex flex-wrap justify-end gap-2">
            <DialogClose asChild>
              <Button>Not now</Button>
            </DialogClose>
            <Button tone="primary" busy={approve.isPending} onClick={() => approve.mutate()}>
              {`${preview.gives === "plan" ? "Plan" : "Deploy"} ${sha.slice(0, 12)}`}
            </Button>
          </div>
        </div>
      </DialogContent>
    </Dialog>
  );
}

function BuildFiles({ preview: { buildFiles } }: { preview: Preview }) {
  if (buildFiles.length === 0) return <p className="text-ink-soft">It changes none of the files that are known to decide what runs while it is built. Its code runs all the same.</p>;
  return (
    <div>
      <p className="font-medium">It changes files that decide what runs while it is built</p>
      <ul aria-label="Build files" className="mt-1 max-h-60 space-y-1 overflow-y-auto">
        {buildFiles.map(({ path, why, status, additions, deletions }) => (
          <li key={path} className="break-all">
            <Mono>{path}</Mono>
            <span className="text-note text-ink-soft">{` ${status}, +${additions} −${deletions}: ${buildFileText[why]}`}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

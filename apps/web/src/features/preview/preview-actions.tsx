import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Preview } from "@windlass/contracts/preview";
import { pullLabel, pullWords } from "@windlass/contracts/pull-words";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { Button } from "../../ui/button.js";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "../../ui/dialog.js";
import { Problem } from "../../ui/problem.js";

/** What can be done with a preview: keep it, remove it, try again, have it once more. */
export function PreviewActions({ preview }: { preview: Preview }) {
  const queryClient = useQueryClient();
  const address = { service: preview.service, number: preview.pullRequest.number };
  const name = `${preview.service} ${pullLabel(preview.pullRequest.host, preview.pullRequest.number)}`;
  const onSuccess = async () => queryClient.invalidateQueries({ queryKey: ["previews"] });
  const pin = useMutation({ mutationFn: (pinned: boolean) => api.previews.pin(address, pinned), onSuccess });
  const remove = useMutation({ mutationFn: () => api.previews.remove(address), onSuccess });
  const request = useMutation({ mutationFn: () => api.previews.request(address), onSuccess });
  const isPlan = preview.gives === "plan";
  const failed = pin.error ?? remove.error ?? request.error;
  if (preview.state === "removed") {
    return preview.pullRequest.state !== "open" ? null : (
      <>
        <Button size="small" busy={request.isPending} aria-label={`Ask for ${name} again`} onClick={() => request.mutate()}>
          Ask for it again
        </Button>
        {failed !== null && <Problem problem={problemOf(failed)} />}
      </>
    );
  }
  if (preview.state === "removing") {
    return (
      <>
        <Button size="small" busy={remove.isPending} aria-label={`Try to remove ${name} again now`} onClick={() => remove.mutate()}>
          Try again now
        </Button>
        {failed !== null && <Problem problem={problemOf(failed)} />}
      </>
    );
  }
  return (
    <>
      {!isPlan && (
        <Button size="small" busy={pin.isPending} aria-label={`${preview.pinned === null ? "Pin" : "Unpin"} ${name}`} onClick={() => pin.mutate(preview.pinned === null)}>
          {preview.pinned === null ? "Pin" : "Unpin"}
        </Button>
      )}
      <Dialog>
        <DialogTrigger asChild>
          <Button size="small" tone="danger-quiet" aria-label={`Remove ${name}`}>
            Remove…
          </Button>
        </DialogTrigger>
        <DialogContent title={isPlan ? `Plan ${name} no longer` : `Remove the preview of ${name}`} description={`${isPlan ? "A plan that is being made is cancelled." : "Its stack is deleted with everything in it: tables, buckets and their content too."} Pushes do not bring it back; asking for it or opening the ${pullWords(preview.pullRequest.host).one} again does.`}>
          <div className="flex flex-wrap justify-end gap-2">
            <DialogClose asChild>
              <Button>Keep it</Button>
            </DialogClose>
            <DialogClose asChild>
              <Button tone="danger" onClick={() => remove.mutate()}>
                {isPlan ? "Plan it no longer" : "Remove with all its data"}
              </Button>
            </DialogClose>
          </div>
        </DialogContent>
      </Dialog>
      {failed !== null && <Problem problem={problemOf(failed)} />}
    </>
  );
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Repository } from "@windlass/contracts/repository";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { repositoryQuery } from "../../queries/repositories.js";
import { Button } from "../../ui/button.js";
import { Mono } from "../../ui/chip.js";
import { CopyBlock } from "../../ui/copy-button.js";
import { Problem } from "../../ui/problem.js";

/** With which key a repository is read by SSH, and by which key its host is known. */
export function SshAccess({ repository }: { repository: Repository }) {
  const queryClient = useQueryClient();
  const onSuccess = async (updated: Repository): Promise<void> => {
    queryClient.setQueryData(repositoryQuery(updated.id).queryKey, updated);
    await queryClient.invalidateQueries({ queryKey: ["repositories"] });
  };
  const { id, deployKey, sshHostKey } = repository;
  const make = useMutation({ mutationFn: () => api.repositories.createDeployKey(id), onSuccess });
  const forget = useMutation({ mutationFn: () => api.repositories.deleteDeployKey(id), onSuccess });
  const forgetHost = useMutation({ mutationFn: () => api.repositories.update(id, { sshHostKey: null }), onSuccess });
  const failed = make.error ?? forget.error ?? forgetHost.error;
  return (
    <div className="space-y-6">
      <div className="space-y-3">
        <h3 className="font-medium">Deploy key</h3>
        {deployKey === null ? (
          <p className="text-ink-soft">None yet: the repository is read with the SSH keys of the worker's own user, if it has any. A key that Windlass makes is for this repository alone.</p>
        ) : (
          <>
            <p className="text-ink-soft">Add it at the host as a deploy key, with read access only. The private half is stored encrypted and never shown.</p>
            <CopyBlock text={deployKey.publicKey} what="the public key" />
            <Mono className="block text-note break-all text-ink-faint">{deployKey.fingerprint}</Mono>
          </>
        )}
        <div className="flex flex-wrap gap-2">
          <Button busy={make.isPending} onClick={() => make.mutate()}>
            {deployKey === null ? "Make a deploy key" : "Make a new key instead"}
          </Button>
          {deployKey !== null && (
            <Button tone="danger-quiet" busy={forget.isPending} onClick={() => forget.mutate()}>
              Forget the key
            </Button>
          )}
        </div>
      </div>
      <div className="space-y-3">
        <h3 className="font-medium">The host's key</h3>
        {sshHostKey === null ? (
          <p className="text-ink-soft">Not met yet. The key with which the host shows itself first is kept, and no other is taken from then on.</p>
        ) : (
          <>
            <p className="text-ink-soft">Compare it with what the host publishes. Any other key is refused.</p>
            <Mono className="block text-note break-all">{sshHostKey.fingerprint}</Mono>
            <Button tone="danger-quiet" busy={forgetHost.isPending} onClick={() => forgetHost.mutate()}>
              Forget it, and meet the host anew
            </Button>
          </>
        )}
      </div>
      {failed !== null && <Problem problem={problemOf(failed)} />}
    </div>
  );
}

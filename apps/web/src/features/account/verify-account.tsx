import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Account } from "@windlass/contracts/account";
import { ShieldCheck } from "lucide-react";
import { api } from "../../api/client.js";
import { problemOf } from "../../api/problem-of.js";
import { useMay } from "../../queries/me.js";
import { Button } from "../../ui/button.js";
import { Mono } from "../../ui/chip.js";
import { Problem } from "../../ui/problem.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { AccountState } from "./account-state.js";

/** Asks AWS who the account's credentials are, and says what it answered. */
export function VerifyAccount({ account }: { account: Account }) {
  const queryClient = useQueryClient();
  const may = useMay("account:manage");
  const mutation = useMutation({
    mutationFn: () => api.accounts.verify(account.name),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["accounts"] }),
  });
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <AccountState account={account} />
        <span className="text-ink-soft">
          {account.verifiedAt === null ? "AWS has not accepted these credentials yet." : <>AWS last accepted them <RelativeTime at={account.verifiedAt} />.</>}
        </span>
        {may && (
          <Button busy={mutation.isPending} onClick={() => mutation.mutate()} className="sm:ml-auto">
            <ShieldCheck aria-hidden />
            Verify now
          </Button>
        )}
      </div>
      <div aria-live="polite">
        {mutation.data?.ok === true && (
          <p className="rounded-md bg-good-soft px-3 py-2 text-good">
            AWS knows these credentials as <Mono className="break-all">{mutation.data.arn ?? mutation.data.awsAccountId ?? "an identity without a name"}</Mono>.
          </p>
        )}
      </div>
      {account.verificationError !== null && !mutation.isPending && (
        <Problem problem={account.verificationError} />
      )}
      {mutation.error !== null && <Problem problem={problemOf(mutation.error)} />}
    </div>
  );
}

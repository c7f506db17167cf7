import type { Account } from "@windlass/contracts/account";
import { Check, CircleDashed, X } from "lucide-react";
import { Chip } from "../../ui/chip.js";

/** Whether AWS accepted the account's credentials when it was last asked. */
export function AccountState({ account }: { account: Pick<Account, "verifiedAt" | "verificationError"> }) {
  if (account.verificationError !== null) {
    return (
      <Chip tone="bad">
        <X aria-hidden />
        Refused
      </Chip>
    );
  }
  if (account.verifiedAt === null) {
    return (
      <Chip>
        <CircleDashed aria-hidden />
        Not verified
      </Chip>
    );
  }
  return (
    <Chip tone="good">
      <Check aria-hidden />
      Verified
    </Chip>
  );
}

import type { AccountKind } from "@windlass/contracts/account";

/** How Windlass reaches an account, in words. */
export const accountKindText = {
  sandbox: "Sandbox",
  role: "IAM role",
  keys: "Access keys",
  ambient: "The server's credentials",
} as const satisfies Record<AccountKind, string>;

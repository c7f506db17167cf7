import type { GuardSample } from "@windlass/contracts/guard";

/** What one look at a guard says, without its moment. */
export type Judgement = Omit<GuardSample, "at">;

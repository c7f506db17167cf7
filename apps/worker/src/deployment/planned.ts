import type { ProblemDetail } from "@windlass/contracts/error";

/**
 * What a plan leads to: changes to make, nothing to do because AWS is already as it should be, nothing because only a preview was
 * asked for, or an end because the changes cannot be made.
 */
export type Planned = "changes" | "nothing_to_change" | "previewed" | { refused: ProblemDetail };

/** What a plan leads to: changes to make, or nothing to do because AWS is already as it should be. */
export type Planned = "changes" | "nothing_to_change";

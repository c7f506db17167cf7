import type { ProblemDetail } from "@windlass/contracts/error";

/** How CloudFormation's work stands when the step ends. A roll-back under way is watched in the next state. */
export type Applied = { outcome: "done"; error?: undefined } | { outcome: "rolling_back" | "failed"; error?: ProblemDetail };

import { decide } from "./decide.js";

/** Somebody rejects the plan that they read. */
export const reject = decide("reject");

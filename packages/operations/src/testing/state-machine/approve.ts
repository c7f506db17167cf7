import { decide } from "./decide.js";

/** Somebody approves the plan that they read. */
export const approve = decide("approve");

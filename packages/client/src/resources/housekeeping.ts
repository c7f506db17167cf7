import { housekeepingSchema, type UpdateHousekeeping } from "@windlass/contracts/housekeeping";
import type { CallOptions, Http } from "../http.js";

/** Which releases keep their artifacts. */
export function housekeepingResource(http: Http) {
  return {
    /** The rule, the last run, and what a run would take away now. */
    get: (options: CallOptions = {}) => http.get("/api/housekeeping", { schema: housekeepingSchema, ...options }),
    update: (input: UpdateHousekeeping, options: CallOptions = {}) => http.patch("/api/housekeeping", { schema: housekeepingSchema, body: input, ...options }),
    /** Asks for a run; `lastRun` tells of it when it is done. */
    request: (options: CallOptions = {}) => http.post("/api/housekeeping", { schema: housekeepingSchema, ...options }),
  };
}

import { queueSchema } from "@windlass/contracts/home";
import type { CallOptions, Http } from "../http.js";

export function queueResource(http: Http) {
  return { get: (options: CallOptions = {}) => http.get("/api/queue", { schema: queueSchema, ...options }) };
}

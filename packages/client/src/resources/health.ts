import { serverHealthSchema } from "@windlass/contracts/health";
import type { CallOptions, Http } from "../http.js";

export function healthResource(http: Http) {
  return { get: (options: CallOptions = {}) => http.get("/api/health", { schema: serverHealthSchema, ...options }) };
}

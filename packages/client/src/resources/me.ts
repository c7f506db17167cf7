import { meSchema } from "@windlass/contracts/user";
import type { CallOptions, Http } from "../http.js";

export function meResource(http: Http) {
  return { get: (options: CallOptions = {}) => http.get("/api/me", { schema: meSchema, ...options }) };
}

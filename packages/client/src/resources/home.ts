import { homeSchema } from "@windlass/contracts/home";
import type { CallOptions, Http } from "../http.js";

export function homeResource(http: Http) {
  return { get: (options: CallOptions = {}) => http.get("/api/home", { schema: homeSchema, ...options }) };
}

import { auditEventSchema } from "@windlass/contracts/home";
import { pageSchema } from "@windlass/contracts/page";
import type { PageInput } from "../address.js";
import type { CallOptions, Http } from "../http.js";

const auditEventPage = pageSchema(auditEventSchema);

export function auditEventsResource(http: Http) {
  return {
    list: (page: PageInput = {}, options: CallOptions = {}) =>
      http.get("/api/audit-events", { schema: auditEventPage, query: { ...page }, ...options }),
  };
}

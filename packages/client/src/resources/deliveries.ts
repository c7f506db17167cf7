import { deliverySchema } from "@windlass/contracts/delivery";
import { pageSchema } from "@windlass/contracts/page";
import type { PageInput } from "../address.js";
import { apiPath } from "../api-path.js";
import type { CallOptions, Http } from "../http.js";

const deliveryPage = pageSchema(deliverySchema);

/** Webhook requests as received, each with what it led to. */
export function deliveriesResource(http: Http) {
  return {
    list: (page: PageInput = {}, options: CallOptions = {}) =>
      http.get("/api/deliveries", { schema: deliveryPage, query: { ...page }, ...options }),
    get: (id: string, options: CallOptions = {}) => http.get(apiPath`/api/deliveries/${id}`, { schema: deliverySchema, ...options }),
  };
}

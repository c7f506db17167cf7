import { deliveryDetailSchema, deliverySchema, type DeliveryQuery, type ProcessAgain } from "@windlass/contracts/delivery";
import { pageSchema } from "@windlass/contracts/page";
import type { PageInput } from "../address.js";
import { apiPath } from "../api-path.js";
import type { CallOptions, Http } from "../http.js";

export type DeliveryListInput = PageInput & { [Filter in "event" | "repository" | "reason"]?: DeliveryQuery[Filter] | undefined };

const deliveryPage = pageSchema(deliverySchema);

/** Webhook requests as received, each with what it led to. */
export function deliveriesResource(http: Http) {
  return {
    list: (query: DeliveryListInput = {}, options: CallOptions = {}) =>
      http.get("/api/deliveries", { schema: deliveryPage, query: { ...query }, ...options }),
    get: (id: string, options: CallOptions = {}) => http.get(apiPath`/api/deliveries/${id}`, { schema: deliveryDetailSchema, ...options }),
    /** Has it processed by the rules of now. */
    process: (id: string, input: ProcessAgain, options: CallOptions = {}) =>
      http.post(apiPath`/api/deliveries/${id}/process`, { schema: deliverySchema, body: input, ...options }),
  };
}

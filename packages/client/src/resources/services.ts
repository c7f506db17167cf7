import { pageSchema } from "@windlass/contracts/page";
import { serviceSchema, type createServiceSchema, type UpdateService } from "@windlass/contracts/service";
import type { z } from "zod";
import type { PageInput } from "../address.js";
import { apiPath } from "../api-path.js";
import { noAnswer, type CallOptions, type Http } from "../http.js";

const servicePage = pageSchema(serviceSchema);
export type CreateServiceInput = z.input<typeof createServiceSchema>;

/** Services, named by their name; each comes with its stages. */
export function servicesResource(http: Http) {
  return {
    list: (page: PageInput = {}, options: CallOptions = {}) =>
      http.get("/api/services", { schema: servicePage, query: { ...page }, ...options }),
    get: (service: string, options: CallOptions = {}) => http.get(apiPath`/api/services/${service}`, { schema: serviceSchema, ...options }),
    create: (input: CreateServiceInput, options: CallOptions = {}) =>
      http.post("/api/services", { schema: serviceSchema, body: input, ...options }),
    update: (service: string, input: UpdateService, options: CallOptions = {}) =>
      http.patch(apiPath`/api/services/${service}`, { schema: serviceSchema, body: input, ...options }),
    delete: (service: string, options: CallOptions = {}) =>
      http.delete(apiPath`/api/services/${service}`, { schema: noAnswer, ...options }),
  };
}

import { freezeWindowSchema, type CreateFreezeWindow } from "@windlass/contracts/freeze-window";
import { z } from "zod";
import type { StageAddress } from "../address.js";
import { apiPath } from "../api-path.js";
import { noAnswer, type CallOptions, type Http } from "../http.js";

const listSchema = z.object({ items: z.array(freezeWindowSchema) }).transform(({ items }) => items);

/** Freezes: times in which nothing of a stage, or of any stage, leaves the queue. */
export function freezeWindowsResource(http: Http) {
  return {
    /** All of them; with a stage, those that concern it. */
    list: (stage: StageAddress | null = null, options: CallOptions = {}) =>
      http.get("/api/freeze-windows", { schema: listSchema, query: { service: stage?.service, stage: stage?.stage }, ...options }),
    create: (input: CreateFreezeWindow, options: CallOptions = {}) =>
      http.post("/api/freeze-windows", { schema: freezeWindowSchema, body: input, ...options }),
    delete: (id: string, options: CallOptions = {}) => http.delete(apiPath`/api/freeze-windows/${id}`, { schema: noAnswer, ...options }),
  };
}

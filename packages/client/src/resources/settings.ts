import { webhookSettingsSchema } from "@windlass/contracts/delivery";
import type { CallOptions, Http } from "../http.js";

export function settingsResource(http: Http) {
  return {
    /** Address and secret to give to GitHub. */
    webhook: (options: CallOptions = {}) => http.get("/api/settings/webhook", { schema: webhookSettingsSchema, ...options }),
  };
}

import { deploymentSchema } from "@windlass/contracts/deployment";
import type { CallOptions, Http } from "../http.js";

export function sampleResource(http: Http) {
  return {
    /** Creates the sample service on the sandbox and asks for its first deployment. */
    create: (options: CallOptions = {}) => http.post("/api/sample", { schema: deploymentSchema, body: {}, ...options }),
  };
}

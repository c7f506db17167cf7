import { uploadSchema, type UploadSource } from "@windlass/contracts/upload";
import { apiPath } from "../api-path.js";
import type { CallOptions, Http } from "../http.js";

/** Folders that are sent to be deployed: the archive first, then a deployment that names it. */
export function uploadsResource(http: Http) {
  return {
    /** `archive`: a gzipped tar archive. */
    create: (service: string, input: { archive: Blob; source: Partial<UploadSource> & Pick<UploadSource, "commit"> }, options: CallOptions = {}) => {
      const query = { ...input.source };
      return http.post(apiPath`/api/services/${service}/uploads`, { schema: uploadSchema, query, bytes: input.archive, headers: { "content-type": "application/gzip" }, ...options });
    },
  };
}

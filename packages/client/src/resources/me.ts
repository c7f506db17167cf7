import { meSchema, profileSchema, type Profile } from "@windlass/contracts/user";
import type { CallOptions, Http } from "../http.js";

export function meResource(http: Http) {
  return {
    get: (options: CallOptions = {}) => http.get("/api/me", { schema: meSchema, ...options }),
    profile: (options: CallOptions = {}) => http.get("/api/me/profile", { schema: profileSchema, ...options }),
    /** Says who one is on GitHub. */
    updateProfile: (profile: Profile, options: CallOptions = {}) => http.put("/api/me/profile", { schema: profileSchema, body: profile, ...options }),
  };
}

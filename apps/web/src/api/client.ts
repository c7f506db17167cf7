import { createClient } from "@windlass/client/client";

/** The one client of the app: same origin, session cookie. */
export const api = createClient({ baseUrl: "" });

import { string } from "../schema.js";

/** The methods that API Gateway knows, as they are written in lists. */
export const methodNames: readonly string[] = ["GET", "POST", "PUT", "PATCH", "OPTIONS", "HEAD", "DELETE", "ANY"];
const words = methodNames.join("|");
/** A method of an API, however it is capitalised; `*` is each of them. */
export const method = string({ pattern: new RegExp(`^(?:\\*|${words})$`, "i"), title: "an HTTP method" });
/** The short form of an event: `GET /users`. */
export const methodAndPath = string({ pattern: new RegExp(`^(?:\\*|(${words}) (\\/\\S*))$`, "i"), title: '"METHOD /path"' });

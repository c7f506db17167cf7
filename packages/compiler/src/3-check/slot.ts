import type { Json, JsonObject } from "@windlass/cloudformation/template";
import type { Path } from "../path.js";

/**
 * A value in its place, so that it can be coerced there. `value` is what the rules look at; like the reference's
 * validator, a list of one item is looked through where something else than a list is asked for.
 */
export type Slot = { holder: JsonObject | Json[]; key: string | number; value: Json; path: Path };

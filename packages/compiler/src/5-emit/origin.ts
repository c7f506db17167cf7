import type { JsonObject } from "@windlass/cloudformation/template";
import type { EventKind } from "../3-check/event-config.js";
import type { Path } from "../path.js";

/** Which part of the compiler is at work: the events of one type, or what comes before and after them. */
export type Phase = EventKind | "core" | "role" | "layers" | "functions" | "resources" | "split";

/** A place in the config that a resource is from: it made it, added to it, or was merged into it. */
export type Origin = { path: Path; how: "made" | "added" | "merged" | "extended"; phase: Phase };

/** A statement of the shared role that something other than the role's own settings asked for. `path` leads to the function, where one did. */
export type Grant = { statement: JsonObject; phase: Phase; path: Path | null };
